// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

#include <functional>

class QLineEdit;
class QListView;
class QSettings;

namespace countersign {

class ActionRegistry;
class PaletteModel;

/// Something the palette can go to besides actions: a record found by its words.
struct PaletteEntry
{
    QString id;       ///< given back by chosen()
    QString text;
    QString detail;   ///< muted: the kind, the owner
    QString icon;
};

/// Ctrl+K: type a few letters, see actions and records, press Return. The ones used last come first. Actions that
/// cannot be used now are shown with the reason. Open it with open(); it has no event loop of its own.
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    CommandPalette(ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    /// Asked again for every keystroke; must answer at once (from memory or with nothing) and may call setRecords()
    /// later with the generation it was given. An old generation is ignored.
    using Finder = std::function<void(const QString &words, int generation)>;
    void setFinder(Finder finder);
    void setRecords(int generation, const QList<PaletteEntry> &records);

    [[nodiscard]] QLineEdit *input() const { return m_input; }
    [[nodiscard]] QListView *list() const { return m_list; }
    /// Clears what was typed last time and shows the palette over its parent.
    void popUp();
    /// The same list as an overview: all that can be done while this place is in front, with its keys.
    void popUpFor(const QWidget *place);

signals:
    /// A record was chosen. Actions are triggered without a signal.
    void chosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void showTitled(const QString &title);
    void refresh();
    void fitHeight();
    void activate(const QModelIndex &index);
    void moveChoice(int by);

    ActionRegistry *m_registry;
    QLineEdit *m_input;
    QListView *m_list;
    PaletteModel *m_model;
    Finder m_finder;
    bool m_overview = false;
    int m_generation = 0;
};

} // namespace countersign
