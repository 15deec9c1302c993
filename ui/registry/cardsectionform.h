// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"
#include "ui/registry/cardfields.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace countersign {

class CardGroupsModel;
class CardText;
class DataTable;
class FormCell;
class TextLabel;

/// One section of a card as a form: the facts it usually has as inputs, groups as rows, and its text with a preview that
/// loads and opens nothing. What the form does not show stays in the section as it was.
class CardSectionForm : public QWidget
{
    Q_OBJECT
public:
    /// `section` as it is being written, `base` as it is on the server: what is wrong there already may stay so.
    CardSectionForm(const CardContent::Section &section, const CardContent::Section &base, const QMap<QString, QString> &evaluations,
                    QWidget *parent = nullptr);

    /// The section as it is typed now. What was changed is the card's own: it has no other source any more.
    [[nodiscard]] CardContent::Section result() const;
    /// Shows what is wrong at each field. The first sentence, or nothing when all is well; only what was typed here counts.
    QString check();
    void focusProblem();
    [[nodiscard]] QPlainTextEdit *text() const { return m_text; }
    [[nodiscard]] QWidget *editorOf(const QString &field) const;
    [[nodiscard]] DataTable *groups(const QString &kind) const;

signals:
    void edited();
    void openWebLink(const QUrl &link, const QString &readable);

private:
    struct Row
    {
        QString id, label;
        bool list = false;
        QString before; ///< as the editor showed it at first
        QString base;   ///< as the server has it
        FormCell *cell = nullptr;
        QLineEdit *name = nullptr; ///< of a fact that the person names
    };
    QWidget *textPart();
    QWidget *factsPart();
    void addRow(QWidget *into, const QString &id, const CardFieldInfo *info);
    void addOwnFact();
    QWidget *groupPart(const QString &kind, const QStringList &columns);
    void noteText();
    void changed();
    [[nodiscard]] QString valueOf(const Row &row) const;
    QString checkRow(const Row &row);

    CardContent::Section m_section, m_base;
    QMap<QString, QString> m_evaluations;
    QList<Row> m_rows;
    QWidget *m_facts = nullptr;
    QPlainTextEdit *m_text = nullptr;
    CardText *m_preview = nullptr;
    TextLabel *m_textNote = nullptr;
    QList<std::pair<CardGroupsModel *, DataTable *>> m_groups;
    QMap<QString, QList<CardContent::Group>> m_groupsBefore, m_groupsBase;
    QTimer m_previewTimer;
};

} // namespace countersign
