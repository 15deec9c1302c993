// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSet>
#include <QStringList>
#include <QTranslator>

namespace countersign::test {

/// A language that nobody speaks: every text that goes through the translator comes back accented, two fifths longer
/// and between ⟦ and ⟧. What is shown without these marks was never given to a translator.
class PseudoTranslator : public QTranslator
{
public:
    using QTranslator::QTranslator;
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *disambiguation, int n) const override;
};

/// What may be on the screen without having been translated: what people and their files say, numbers, times, keys.
class Untranslatable
{
public:
    /// Every string of a record and every member's name.
    void addData(const QJsonValue &value);
    void addText(const QString &text);
    /// What is left of a shown text without the translator's marks and what may be there; empty when all is well.
    [[nodiscard]] QString rest(const QString &shown) const;

private:
    QStringList m_long;
    QSet<QString> m_known;
    mutable bool m_sorted = false;
};

} // namespace countersign::test
