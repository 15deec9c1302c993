// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QList>
#include <QMap>
#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QMenu;

namespace countersign {

class PillButton;
class TextLabel;

/// What the person asked to see. A plain value; lists turn it into a query.
struct FilterState
{
    QString words;
    QMap<QString, QStringList> chosen; ///< filter id → option ids; a filter without a choice is not in it
    QString sort;                      ///< id of the sort, empty for the list's own
    bool operator==(const FilterState &) const = default;
};

struct FilterOption
{
    QString id;
    QString text;
};

/// One thing a list can be narrowed by.
struct FilterDefinition
{
    QString id;
    QString text;                 ///< "Status"
    QList<FilterOption> options;
    bool several = false;         ///< any of several options
    bool optional = false;        ///< hidden behind "+ Filter" until chosen
};

/// Words, filters as chips with menus, the sort, and views the person has saved. One FilterState out.
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    explicit FilterBar(QWidget *parent = nullptr);

    void setFilters(const QList<FilterDefinition> &filters);
    /// The first is the list's own order.
    void setSorts(const QList<FilterOption> &sorts);
    /// Named states offered in the menu; saving asks the owner by saveViewRequested().
    void setSavedViews(const QMap<QString, FilterState> &views);
    /// "412 of 1,048,212"; `about` when the total is an estimate. Negative `total`: only what is shown.
    void setResultCount(qint64 shown, qint64 total, bool about = false);

    [[nodiscard]] FilterState state() const { return m_state; }
    /// Shows a state, for restoring; unknown filters and options are dropped. Emits changed() if it differs.
    void setState(const FilterState &state);
    [[nodiscard]] QLineEdit *words() const { return m_words; }

signals:
    void changed(const countersign::FilterState &state);
    void saveViewRequested(const countersign::FilterState &state);
    /// Return or Down in the words field: the list should take the keys.
    void leaveRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuildChips();
    void updateChips();
    void choose(const FilterDefinition &filter, const QString &option);
    void apply(const FilterState &state);
    void placeCount();
    QMenu *menuFor(const FilterDefinition &filter);
    [[nodiscard]] QString textFor(const FilterDefinition &filter) const;

    FilterState m_state;
    QList<FilterDefinition> m_filters;
    QList<FilterOption> m_sorts;
    QMap<QString, FilterState> m_views;
    QHash<QString, PillButton *> m_chips;
    QStringList m_added;
    QHBoxLayout *m_chipLayout;
    QLineEdit *m_words;
    TextLabel *m_count;
    PillButton *m_more;
    PillButton *m_sort;
    PillButton *m_saved;
};

} // namespace countersign
