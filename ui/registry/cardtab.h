// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/carddraftfile.h"
#include "ui/registry/cardhistory.h"
#include "ui/registry/versiondata.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QSettings;
class QStackedWidget;

namespace countersign {

class Banner;
class CardDiffPage;
class CardEditor;
class CardExportDialog;
class CardMissingLine;
class CardReader;
class EmptyState;
class MarkdownView;
class SectionHeader;
class SegmentedButtons;
class Workspace;

/// The model card: section by section, as it was sent, against another one, and how it came to be. It is written here,
/// too. What changes its state is asked of the owner (verbRequested()).
class CardTab : public QWidget
{
    Q_OBJECT
public:
    explicit CardTab(QWidget *parent = nullptr);
    /// Before anything is shown. Both outlive the tab; without a workspace the card can only be read.
    void setWorkspace(Workspace *workspace, QSettings *settings);
    void show(const VersionData &shown);
    using QWidget::show;

    enum class View { Read, Source, Compare, History };
    void setView(View view);
    [[nodiscard]] View view() const;
    /// Opens the editor, at a section if one is named.
    void edit(const QString &section = {});
    /// Null while nothing is edited.
    [[nodiscard]] CardEditor *editor() const { return m_editor; }
    [[nodiscard]] bool isEditing() const;
    /// Null where there is no card to export.
    CardExportDialog *openExport();
    [[nodiscard]] CardReader *reader() const { return m_reader; }
    [[nodiscard]] CardDiffPage *changes() const { return m_changes; }
    [[nodiscard]] CardHistory *history() const { return m_history; }
    /// Why a verb cannot be done now; empty when it can.
    [[nodiscard]] QString verbProblem(const QString &verb) const;
    [[nodiscard]] const std::optional<VersionData> &shown() const { return m_shown; }

signals:
    void importRequested();
    void openWebLink(const QUrl &link, const QString &readable);
    void verbRequested(const QString &verb);
    /// A sentence for the bottom of the window; `undo` may be empty.
    void said(const QString &sentence, const std::function<void()> &undo);
    void editingChanged();

private:
    QWidget *makePage();
    QWidget *makeHeader();
    void openEditor(const QString &section, bool resume);
    void closeEditor(const QString &sentence, const std::function<void()> &undo);
    void offerUnsaved();
    [[nodiscard]] UnsavedCards unsavedCards() const;
    void connectParts();
    void showHeader();
    void showBody();
    void fillStatusMenu();
    void showSides();
    void readHistory();
    void takeHistory(const QString &card, const QList<CardRevision> &revisions);
    [[nodiscard]] QList<CardRevision> knownRevisions() const;

    Workspace *m_workspace = nullptr;
    QSettings *m_settings = nullptr;
    QStackedWidget *m_stack;
    QStackedWidget *m_body;
    EmptyState *m_empty;
    SectionHeader *m_header;
    QPushButton *m_status;
    QMenu *m_statusMenu;
    QString m_offeredFor;
    QPushButton *m_export;
    QPushButton *m_edit;
    QPushButton *m_import;
    SegmentedButtons *m_form;
    CardMissingLine *m_missing;
    CardReader *m_reader;
    MarkdownView *m_source;
    CardDiffPage *m_changes;
    CardHistory *m_history;
    CardEditor *m_editor = nullptr;
    Banner *m_unsaved;
    std::optional<VersionData> m_shown;
    QString m_sourceShown;
    QMap<QString, QList<CardRevision>> m_revisions; ///< card → as the server told
    QString m_revisionsOf;                          ///< what they were asked for
    QString m_historyNote;
};

} // namespace countersign
