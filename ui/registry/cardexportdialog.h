// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cardexport.h"

#include <QDateTime>
#include <QDialog>
#include <stop_token>

class QCheckBox;
class QListWidget;
class QPushButton;

namespace countersign {

class DataTable;
class FactTableModel;
class TextLabel;

/// Writes the card as a file of another tool. Before anything is saved it says what that format cannot say.
class CardExportDialog : public QDialog
{
    Q_OBJECT
public:
    /// What is exported and how it is called.
    struct Subject
    {
        CardContent card;
        CardFacts facts;
        QString version; ///< "claims-triage/7"
        QString status;  ///< in the reader's language
        QString fileName, digest;
        QDateTime at;
    };
    explicit CardExportDialog(Subject subject, QWidget *parent = nullptr);

    /// "pdf", or a name of cardFormatNames().
    void choose(const QString &format);
    /// What is written now; nothing while it is being made, or when it cannot be.
    [[nodiscard]] const std::optional<CardExport> &made() const { return m_made; }
    /// Writes it; the error is for people.
    [[nodiscard]] Result<void> saveTo(const QString &path);

signals:
    void saved(const QString &path);
    void ready();

private:
    void make();
    void showMade(const Result<CardExport> &made);
    void askWhere();
    [[nodiscard]] QString current() const;

    Subject m_subject;
    QListWidget *m_formats;
    TextLabel *m_about;
    TextLabel *m_losses;
    QCheckBox *m_fill;
    DataTable *m_table;
    FactTableModel *m_model;
    QPushButton *m_save;
    std::optional<CardExport> m_made;
    std::stop_source m_job;
    quint64 m_generation = 0;
};

} // namespace countersign
