// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/carddiff.h"

#include <QTextBrowser>

class QTextTable;

namespace countersign {

/// Two cards side by side, section by section: facts paired, text by lines with the words that differ marked. What was
/// taken out is struck through and stands behind a −, what came is underlined and stands behind a +, so that it reads
/// without colour. n and p go to the next and previous change. Shows plain text only; loads nothing.
class CardDiffView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit CardDiffView(QWidget *parent = nullptr);
    void setDiff(const QList<CardSectionChange> &sections, const QString &beforeTitle, const QString &afterTitle);
    void setOnlyChanges(bool only);
    [[nodiscard]] bool onlyChanges() const { return m_onlyChanges; }
    void goToSection(const QString &id);
    void nextChange();
    void previousChange();
    /// How many places n and p stop at, and which one is shown; −1 before the first.
    [[nodiscard]] int changeCount() const { return int(m_changes.size()); }
    [[nodiscard]] int currentChange() const { return m_current; }

    QVariant loadResource(int type, const QUrl &name) override;

signals:
    void currentChangeChanged(int at);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        CardChange change;
        QString label, before, after;
    };
    void rebuild();
    void addSection(QTextCursor &cursor, const CardSectionChange &section);
    void addTable(QTextCursor &cursor, const QList<Line> &lines, bool labelled);
    void addRow(QTextTable *table, int row, const Line &line, bool labelled);
    void addSide(QTextTable *table, int row, int column, const Line &line, bool after);
    void goToChange(int at);

    QList<CardSectionChange> m_sections;
    QString m_beforeTitle, m_afterTitle;
    bool m_onlyChanges = true;
    QList<int> m_changes;         ///< positions in the document
    QMap<QString, int> m_places;  ///< section → position
    int m_current = -1;
};

} // namespace countersign
