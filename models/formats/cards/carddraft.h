// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cardexport.h"

namespace countersign {

/// A card from which an exporter takes what its format can say. What is left at the end is what it cannot.
class CardDraft
{
public:
    /// `keepsRest`: the format has a place for names and values, so that nothing that is left is lost.
    CardDraft(const CardContent &card, bool keepsRest);

    [[nodiscard]] QString text(const QString &section) const;
    [[nodiscard]] QString value(const QString &section, const QString &id) const;
    [[nodiscard]] const QList<CardContent::Section> &rest() const { return m_rest; }

    QString takeText(const QString &section);
    /// The first field with this id.
    QString takeField(const QString &section, const QString &id);
    QStringList takeFields(const QString &section, const QString &id);
    QList<CardContent::Group> takeGroups(const QString &section, const QString &kind);
    /// Puts back what was only partly said; `unsaid` are the entries that the format has no place for.
    void keep(const QString &section, const CardContent::Group &group, const QStringList &unsaid);
    void keepField(const QString &section, const QString &id, const QString &value);
    /// Remembers that a member of the format was made of something that stays in the draft.
    void derived(const QString &section, const QString &id, const QString &value);
    void derivedGroup(const QString &section, const QString &kind, const QList<std::pair<QString, QString>> &entries);
    /// What stands in for a member that the card does not have itself: the first of these fields ("text": the text) that
    /// says something, or nothing when the card has `id`. It stays in the draft, or is taken and noted as moved.
    QString borrow(const QString &section, const QString &id, const QStringList &candidates);
    /// Cuts what is longer than `most` characters, and says so.
    QString cut(const QString &section, const QString &field, const QString &value, qsizetype most);

    void lose(CardLoss::Kind kind, const QString &section, const QString &field, const QString &sentence);
    /// For formats without a place for names and values: what is left is lost.
    void loseRest(const QString &formatTitle);
    /// Pictures are known by their digests only, so no export carries them.
    void losePictures();
    [[nodiscard]] QList<CardLoss> losses() const { return m_losses; }

    /// Where something was filled in from. `field` is an id, "text", or of a group its line.
    struct Source
    {
        QString section, field, source;
        bool group = false;
    };
    [[nodiscard]] const QList<Source> &sources() const { return m_sources; }
    struct Derived
    {
        QString section, id, value;
    };
    [[nodiscard]] const QList<Derived> &derivedMembers() const { return m_derived; }

private:
    CardContent::Section *find(const QString &section);
    struct Partial
    {
        QString section, kind;
        QStringList unsaid;
        qsizetype count = 0;
    };
    QList<CardContent::Section> m_rest;
    bool m_keepsRest = false;
    QList<CardLoss> m_losses;
    QList<Partial> m_partial;
    QList<Source> m_sources;
    QList<Derived> m_derived;
};

} // namespace countersign
