// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/carddiff.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;
class QStackedWidget;

namespace countersign {

class CardDiffView;
class CardNavigator;
class EmptyState;
class TextLabel;
class Workspace;

/// One side of a comparison: whose card it is, and the blob of its content.
struct CardSide
{
    QString title;  ///< "Version 6, in production"
    QString digest; ///< of the normalised card
    bool operator==(const CardSide &) const = default;
};

/// The card beside another version's or an earlier one: what to compare with, how much differs, and the differences.
class CardDiffPage : public QWidget
{
    Q_OBJECT
public:
    explicit CardDiffPage(QWidget *parent = nullptr);
    /// Where other cards come from; it outlives the page.
    void setWorkspace(Workspace *workspace) { m_workspace = workspace; }
    /// The card as it is now and what it can be compared with, best first. The choice stays where it is still there.
    void setSides(const CardSide &now, const CardContent &content, const QList<CardSide> &others);
    /// Two of the past, as chosen in the history.
    void compare(const CardSide &before, const CardSide &after);
    [[nodiscard]] CardDiffView *view() const { return m_view; }
    [[nodiscard]] QComboBox *against() const { return m_against; }

signals:
    void copied(const QString &sentence);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void insertPair();
    void load();
    void loadSide(const QString &digest, int side);
    void took(int side, const Result<QByteArray> &bytes, quint64 generation);
    void showDiff();
    void showSentence(const QString &sentence);
    void copy();

    Workspace *m_workspace = nullptr;
    QComboBox *m_against;
    TextLabel *m_counts;
    QCheckBox *m_onlyChanges;
    QPushButton *m_copy;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    CardNavigator *m_navigator;
    CardDiffView *m_view;
    CardSide m_now;
    CardContent m_content;
    QList<CardSide> m_others;
    std::optional<std::pair<CardSide, CardSide>> m_pair; ///< chosen in the history
    CardSide m_sides[2];
    std::optional<CardContent> m_loaded[2];
    QList<CardSectionChange> m_diff;
    quint64 m_generation = 0;
    bool m_stale = true;
};

} // namespace countersign
