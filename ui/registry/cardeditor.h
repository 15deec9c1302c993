// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/carddata.h"
#include "ui/registry/carddraftfile.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace countersign {

class Banner;
class CardConflict;
class CardFillPanel;
class CardNavigator;
class CardSectionForm;
class TextLabel;
class Workspace;
struct VersionData;

/// Writes a card: its sections at the left, one of them as a form. What is typed is kept on this machine until it is
/// saved; saving makes a new revision of the acting person's card, or a card of their own.
class CardEditor : public QWidget
{
    Q_OBJECT
public:
    /// `folder` is where unsaved cards are kept. The workspace outlives the editor.
    CardEditor(Workspace *workspace, const QString &folder, QWidget *parent = nullptr);
    ~CardEditor() override;

    /// Begins with the version's card as it is, or with an empty one. Goes on with what was not saved when `resume` says so.
    void begin(const VersionData &shown, const QString &section, bool resume);
    /// The version was read again: somebody may have changed the card meanwhile.
    void follow(const VersionData &shown);
    /// What was typed for a version and never saved.
    [[nodiscard]] std::optional<UnsavedCard> unsaved(const QString &version) const;
    void dropUnsaved(const QString &version);

    [[nodiscard]] QString version() const { return m_state.version; }
    [[nodiscard]] bool hasChanges() const;
    [[nodiscard]] bool inConflict() const { return m_theirs.has_value(); }
    /// The card as it is typed now.
    [[nodiscard]] CardContent content() const;
    void goTo(const QString &section);
    void save();
    /// Leaves; what was typed stays on this machine and is offered again.
    void leave();
    void discard();
    void fill();
    /// Theirs and mine side by side; nothing when nobody was faster.
    void showConflict();
    [[nodiscard]] CardSectionForm *form() const { return m_form; }
    [[nodiscard]] CardNavigator *navigator() const { return m_navigator; }
    [[nodiscard]] CardFillPanel *fillPanel() const { return m_fillPanel; }
    [[nodiscard]] CardConflict *conflict() const { return m_conflict; }

signals:
    void openWebLink(const QUrl &link, const QString &readable);
    /// The editor is done; the sentence says what became of it. `undo` may be empty.
    void finished(const QString &sentence, const std::function<void()> &undo);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeBar();
    void takeForm();
    void edited();
    void keepNow();
    void showForm(const QString &section);
    void showSections();
    void showState();
    void send(const QString &digest);
    void answered(const Result<QJsonObject> &answer);
    void settleOutbox() const;
    void resolve(const CardContent &mine);
    void complain(const QString &title, const QString &sentence);

    Workspace *m_workspace;
    UnsavedCards m_files;
    Banner *m_banner;
    TextLabel *m_title;
    TextLabel *m_kept;
    QPushButton *m_fillButton;
    QPushButton *m_discard;
    QPushButton *m_close;
    QPushButton *m_save;
    CardNavigator *m_navigator;
    QStackedWidget *m_stack;
    QScrollArea *m_area;
    CardFillPanel *m_fillPanel;
    CardConflict *m_conflict;
    CardSectionForm *m_form = nullptr;
    QString m_section;

    UnsavedCard m_state;      ///< what is written, and what it was begun from
    CardContent m_base;       ///< the card as the server has it
    CardData m_data;
    std::optional<CardData::Entry> m_entry; ///< the card that is edited; nothing for a new one
    std::optional<CardContent> m_theirs;    ///< when somebody else was faster
    QMap<QString, QString> m_names;
    bool m_saving = false;
    bool m_dirty = false; ///< typed since it was kept last
    QTimer m_keepTimer;
};

} // namespace countersign
