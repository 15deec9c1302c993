// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/failuressection.h"

#include "ui/evaluations/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/textlabel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextEdit>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

constexpr qsizetype mostExamples = 50;
constexpr qsizetype longestText = 8'000; // characters of one text of one example
constexpr int mostFittedFailures = 10;

/// Writes examples as plain text: headings in the theme's formats, everything from the file as it is, never as markup.
class ExampleWriter
{
public:
    explicit ExampleWriter(QTextDocument *document) : m_cursor(document)
    {
        const Theme theme = Theme::current();
        m_label.setFont(theme.font(TextSize::Small));
        m_label.setForeground(theme.color(ColorRole::TextMuted));
        m_title.setFont(theme.font(TextSize::Body, QFont::DemiBold));
        m_title.setForeground(theme.color(ColorRole::Text));
        m_text.setFont(theme.font());
        m_text.setForeground(theme.color(ColorRole::Text));
        m_indented.setLeftMargin(theme.px(12));
        m_indented.setBottomMargin(theme.px(6));
        m_first.setTopMargin(theme.px(2));
        m_next.setTopMargin(theme.px(14));
    }
    void title(const QString &text)
    {
        block(m_any ? m_next : m_first);
        m_cursor.insertText(text, m_title);
    }
    void part(const QString &label, const QString &text)
    {
        if (text.isEmpty())
            return;
        block(QTextBlockFormat());
        m_cursor.insertText(label, m_label);
        block(m_indented);
        m_cursor.insertText(visibleText(text.left(longestText)), m_text);
        if (text.size() > longestText)
            m_cursor.insertText(u' ' + FailuresSection::tr("… cut here; the whole stands in the raw file."), m_label);
    }

private:
    void block(const QTextBlockFormat &format)
    {
        if (m_any)
            m_cursor.insertBlock(format);
        else
            m_cursor.setBlockFormat(format);
        m_any = true;
    }
    QTextCursor m_cursor;
    QTextCharFormat m_label, m_title, m_text;
    QTextBlockFormat m_indented, m_first, m_next;
    bool m_any = false;
};

} // namespace

void FailuresModel::setFailures(std::shared_ptr<const EvaluationReport> report, std::shared_ptr<const ReportParts> parts)
{
    m_report = std::move(report);
    m_parts = std::move(parts);
    narrow();
}

void FailuresModel::setWords(const QString &words)
{
    m_words = words;
    narrow();
}

void FailuresModel::narrow()
{
    const QStringList parts = m_words.toLower().simplified().split(u' ', Qt::SkipEmptyParts);
    beginResetModel();
    m_rows.clear();
    for (int i = 0; m_parts && i < m_parts->failures.size(); ++i) {
        const QString &searched = m_parts->failures[i].searched;
        if (std::all_of(parts.begin(), parts.end(), [&](const QString &part) { return searched.contains(part); }))
            m_rows.append(i);
    }
    endResetModel();
}

const FailureLine *FailuresModel::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_parts->failures[m_rows[row]] : nullptr;
}

int FailuresModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FailuresModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant FailuresModel::text(const FailureLine &line, Column column) const
{
    switch (column) {
    case Column::Mode:
        return line.mode;
    case Column::Task:
        return line.task;
    case Column::Often:
        return line.often;
    case Column::Examples: {
        const qsizetype examples = m_report->failures[line.failure].examples.size();
        return examples > 0 ? formatCount(examples) : u"—"_s;
    }
    case Column::Severity:
        return severityChip(line.severity).text;
    default:
        return {};
    }
}

QVariant FailuresModel::data(const QModelIndex &index, int role) const
{
    const FailureLine *line = at(index.row());
    if (!line)
        return {};
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return column == Column::Severity ? QVariant() : text(*line, column);
    case ChipRole:
        return column == Column::Severity ? QVariant::fromValue(severityChip(line->severity)) : QVariant();
    case Qt::AccessibleTextRole:
    case CopyRole:
        return text(*line, column);
    case IdRole:
        return QString::number(line->failure);
    case Qt::ToolTipRole:
        return column == Column::Mode ? QVariant(Qt::convertFromPlainText(line->mode)) : QVariant();
    default:
        return {};
    }
}

QVariant FailuresModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Severity:
        return tr("Severity");
    case Column::Mode:
        return tr("Failure");
    case Column::Task:
        return tr("Task");
    case Column::Often:
        return tr("How often");
    case Column::Examples:
        return tr("Examples");
    default:
        return {};
    }
}

FailuresSection::FailuresSection(QWidget *parent)
    : ReportSection(u"failures"_s, tr("Failures"), parent)
    , m_words(new QLineEdit)
    , m_count(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_heading(new TextLabel({}, TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_table(new DataTable(tr("Failures")))
    , m_model(new FailuresModel(this))
    , m_reveal(new QPushButton)
    , m_examples(new QTextEdit)
{
    const Theme theme = Theme::current();
    m_words->setPlaceholderText(tr("Filter the failures"));
    m_words->setAccessibleName(tr("Filter the failures by words"));
    m_words->setFixedWidth(theme.px(200));
    m_words->setClearButtonEnabled(true);
    m_table->setModel(m_model);
    m_table->setColumns({{new ChipDelegate, 112}, {nullptr, 200, true}, {nullptr, 116}, {new NumberDelegate, 130, false, Qt::AlignRight},
                         {new NumberDelegate, 72, false, Qt::AlignRight}});
    m_table->setEmptyState(tr("No failure has these words."));
    m_heading->setElide(Qt::ElideRight);
    m_examples->setReadOnly(true);
    m_examples->setAcceptRichText(false);
    m_examples->setTabChangesFocus(true);
    m_examples->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_examples->setFixedHeight(theme.px(280));
    m_examples->document()->setDocumentMargin(theme.px(10));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.groupGap());
    head->addWidget(m_words);
    head->addWidget(m_count, 1);
    body()->addLayout(head);
    body()->addWidget(m_table);
    body()->addWidget(m_heading);
    body()->addWidget(m_reveal, 0, Qt::AlignLeft);
    body()->addWidget(m_examples);
    connect(m_words, &QLineEdit::textChanged, m_model, &FailuresModel::setWords);
    connect(m_words, &QLineEdit::returnPressed, m_table, [this] { m_table->setFocus(); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_model->rowCount() > 0)
            m_table->setCurrentIndex(m_model->index(0, 0));
        showChosen();
    });
    connect(m_table, &DataTable::currentRowChanged, this, &FailuresSection::showChosen);
    connect(m_reveal, &QPushButton::clicked, this, [this] {
        const FailureLine *line = m_model->at(m_table->currentIndex().row());
        m_revealed = line ? line->failure : -1;
        showChosen();
        m_examples->setFocus();
    });
}

bool FailuresSection::showReport(const ReportData &shown)
{
    m_report = shown.report;
    m_revealed = -1;
    m_model->setFailures(shown.report, shown.parts);
    fitHeight();
    return m_model->total() > 0;
}

qint64 FailuresSection::count() const
{
    return m_model->total();
}

void FailuresSection::fitHeight()
{
    const Theme theme = Theme::current();
    const bool fits = m_model->total() <= mostFittedFailures;
    m_table->setFitToRows(fits);
    m_table->setMinimumHeight(fits ? 0 : theme.rowHeight() * (mostFittedFailures + 1));
    m_table->setMaximumHeight(fits ? QWIDGETSIZE_MAX : theme.rowHeight() * (mostFittedFailures + 1));
}

void FailuresSection::showChosen()
{
    const qsizetype shown = m_model->rowCount(), total = m_model->total();
    m_count->setText(shown == total ? tr("%n failure modes, the most severe first", nullptr, int(total))
                                    : tr("%1 of %2 failure modes").arg(formatCount(shown), formatCount(total)));
    const FailureLine *line = m_model->at(m_table->currentIndex().row());
    m_heading->setVisible(line);
    m_reveal->hide();
    m_examples->hide();
    if (!line)
        return;
    const EvaluationReport::Failure &failure = m_report->failures[line->failure];
    const int examples = int(failure.examples.size());
    //: %1 is a way of failing
    m_heading->setText(examples == 0 ? tr("%1: the file gives no example").arg(line->mode) : tr("%1: %n examples", nullptr, examples).arg(line->mode));
    if (examples == 0)
        return;
    if (line->delicate && m_revealed != line->failure) {
        m_reveal->setText(tr("Show %n examples that may be offensive", nullptr, examples));
        m_reveal->show();
        return;
    }
    showExamples(failure);
}

void FailuresSection::showExamples(const EvaluationReport::Failure &failure)
{
    m_examples->clear();
    //: a text field; %1 is a way of failing
    m_examples->setAccessibleName(tr("Examples of %1").arg(visibleText(failure.mode)));
    ExampleWriter writer(m_examples->document());
    const qsizetype shown = std::min(mostExamples, failure.examples.size());
    for (qsizetype i = 0; i < shown; ++i) {
        const EvaluationReport::Example &example = failure.examples[i];
        const QString number = tr("Example %1 of %2").arg(i + 1).arg(failure.examples.size());
        writer.title(example.id.isEmpty() ? number : number + u" · "_s + visibleText(example.id));
        //: an example of a failure: what the model was given, what it gave back, what was expected, why it counts as one
        writer.part(tr("Given"), example.input);
        writer.part(tr("Answered"), example.output);
        writer.part(tr("Expected"), example.expected);
        writer.part(tr("Why"), example.reason);
    }
    if (failure.examples.size() > shown)
        writer.title(tr("%n more in the raw file", nullptr, int(failure.examples.size() - shown)));
    m_examples->moveCursor(QTextCursor::Start);
    m_examples->show();
}

} // namespace countersign
