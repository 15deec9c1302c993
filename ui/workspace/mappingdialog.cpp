// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/mappingdialog.h"

#include "base/async.h"
#include "base/json.h"
#include "formats/packfolder.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/figures/figuretable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMetaEnum>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QThreadPool>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Role = MappedColumn::Role;
constexpr qsizetype previewRows = 20;
constexpr int samplesShown = 3;
constexpr qint64 largestMapped = 64LL * 1024 * 1024; // bytes; the table is packed in memory
const QString savedMappings = u"import/mappings"_s;

QList<std::pair<Role, QString>> mappingRoles()
{
    return {{Role::Ignore, MappingDialog::tr("not used")},     {Role::Value, MappingDialog::tr("value")},
            {Role::Metric, MappingDialog::tr("metric’s name")}, {Role::Task, MappingDialog::tr("task")},
            {Role::Suite, MappingDialog::tr("suite")},         {Role::Dataset, MappingDialog::tr("dataset")},
            {Role::Slice, MappingDialog::tr("group")},         {Role::Count, MappingDialog::tr("n")},
            {Role::StandardError, MappingDialog::tr("standard error")}, {Role::IntervalLow, MappingDialog::tr("interval, low")},
            {Role::IntervalHigh, MappingDialog::tr("interval, high")},  {Role::Threshold, MappingDialog::tr("threshold")},
            {Role::Unit, MappingDialog::tr("unit")},           {Role::Filter, MappingDialog::tr("filter")},
            {Role::Model, MappingDialog::tr("model")},         {Role::Input, MappingDialog::tr("input")},
            {Role::Output, MappingDialog::tr("output")},       {Role::Expected, MappingDialog::tr("expected")}};
}

/// Roles that speak of one metric, or of one dimension.
bool wantsDetail(Role role)
{
    return role == Role::Value || role == Role::Count || role == Role::StandardError || role == Role::IntervalLow || role == Role::IntervalHigh
        || role == Role::Threshold || role == Role::Slice;
}

QLineEdit *mappingLine(const QString &name, const QString &hint)
{
    auto *out = new QLineEdit;
    out->setAccessibleName(name);
    out->setPlaceholderText(hint);
    return out;
}

} // namespace

MappingDialog::MappingDialog(const QString &path, QSettings *settings, QWidget *parent)
    : QDialog(parent)
    , m_path(path)
    , m_settings(settings)
    , m_raw(new FigureTableModel(this))
    , m_results(new FigureTableModel(this))
    , m_message(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_use(new QPushButton(tr("Read it so")))
    , m_keep(new QPushButton(tr("Keep this mapping")))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("What the columns of %1 are").arg(visibleText(QFileInfo(path).fileName())));
    resize(theme.px(980), theme.px(760));
    m_message->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.gap());
    layout->addWidget(makeSaved());
    layout->addWidget(makeSource());
    m_rawTable = addTable(tr("The table"), m_raw);
    m_rawTable->setMaximumHeight(theme.px(156));
    m_resultsTable = addTable(tr("First results, as they would be read"), m_results);
    m_resultsTable->setEmptyState(tr("Nothing would be read yet: at least one column must be the value."));
    layout->addWidget(new TextLabel(tr("The table"), TextSize::Small, ColorRole::TextMuted));
    layout->addWidget(m_rawTable);
    layout->addWidget(makeColumns(), 3);
    layout->addWidget(new TextLabel(tr("First results, as they would be read"), TextSize::Small, ColorRole::TextMuted));
    layout->addWidget(m_resultsTable, 2);
    layout->addWidget(m_message);
    auto *cancel = new QPushButton(tr("Cancel"));
    setButtonKind(m_use, ButtonKind::Primary);
    m_use->setDefault(true);
    m_use->setEnabled(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_use);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_use, &QPushButton::clicked, this, &MappingDialog::use);
    m_timer.setSingleShot(true);
    m_timer.setInterval(120);
    connect(&m_timer, &QTimer::timeout, this, &MappingDialog::ask);
    loadSaved();
    ask();
}

MappingDialog::~MappingDialog()
{
    m_job.request_stop();
    m_packing.request_stop();
}

QWidget *MappingDialog::makeSaved()
{
    m_saved = new QComboBox;
    m_saved->setAccessibleName(tr("Kept mappings"));
    m_saved->setMinimumContentsLength(22);
    m_name = mappingLine(tr("Name of the mapping"), tr("name, to keep it"));
    m_keep->setToolTip(tr("Keeps the roles under this name on this machine, for the next file of the same tool."));
    auto *out = new QWidget;
    auto *row = new QHBoxLayout(out);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::current().gap());
    row->addWidget(m_saved);
    row->addStretch();
    row->addWidget(m_name);
    row->addWidget(m_keep);
    connect(m_saved, &QComboBox::activated, this, [this](int at) {
        const auto mapping = FieldMapping::fromBytes(m_saved->itemData(at).toByteArray());
        if (mapping)
            showMapping(*mapping);
    });
    connect(m_keep, &QPushButton::clicked, this, &MappingDialog::keep);
    return out;
}

QWidget *MappingDialog::makeSource()
{
    m_layout = new QComboBox;
    m_layout->setAccessibleName(tr("Shape of the table"));
    m_layout->addItem(tr("a row for each value"), int(FieldMapping::Layout::Long));
    m_layout->addItem(tr("a column for each metric"), int(FieldMapping::Layout::Wide));
    m_layout->setMinimumContentsLength(22);
    m_records = mappingLine(tr("Where the records stand"), tr("records: found out"));
    m_records->setToolTip(tr("JSON: a pointer to the records, * for any member."));
    m_tool = mappingLine(tr("Tool"), tr("tool"));
    m_suite = mappingLine(tr("Suite of all rows"), tr("suite"));
    m_task = mappingLine(tr("Task of all rows"), tr("task"));
    m_dataset = mappingLine(tr("Dataset of all rows"), tr("dataset"));
    for (QLineEdit *line : {m_tool, m_suite, m_task, m_dataset})
        line->setToolTip(tr("For all rows, where no column says it."));
    m_comma = new QCheckBox(tr("Decimal comma"));
    m_noHeader = new QCheckBox(tr("No header"));
    m_whole = new QCheckBox(tr("This is all that was measured"));
    auto *out = new QWidget;
    auto *grid = new QGridLayout(out);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::current().gap());
    grid->setVerticalSpacing(Theme::current().px(4));
    QWidget *const cells[] = {m_layout, m_records, m_comma, m_noHeader, m_whole, m_tool, m_suite, m_task, m_dataset};
    for (int i = 0; i < int(std::size(cells)); ++i)
        grid->addWidget(cells[i], i / 5, i % 5);
    connect(m_layout, &QComboBox::currentIndexChanged, this, [this] { m_timer.start(); });
    for (QLineEdit *line : {m_tool, m_suite, m_task, m_dataset})
        connect(line, &QLineEdit::textEdited, this, [this] { m_timer.start(); });
    // Other columns may come of it: they are suggested anew.
    const auto anew = [this] {
        m_suggested = false;
        m_timer.start();
    };
    connect(m_records, &QLineEdit::textEdited, this, anew);
    connect(m_noHeader, &QCheckBox::toggled, this, anew);
    connect(m_comma, &QCheckBox::toggled, this, [this] { m_timer.start(); });
    connect(m_whole, &QCheckBox::toggled, this, [this] { m_timer.start(); });
    return out;
}

QWidget *MappingDialog::makeColumns()
{
    auto *content = new QWidget;
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(Theme::current().groupGap());
    m_grid->setVerticalSpacing(Theme::current().px(4));
    m_grid->setColumnStretch(3, 1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

DataTable *MappingDialog::addTable(const QString &name, FigureTableModel *model)
{
    auto *out = new DataTable(name);
    out->setModel(model);
    return out;
}

FieldMapping MappingDialog::mapping() const
{
    FieldMapping out = m_mapping;
    out.layout = FieldMapping::Layout(m_layout->currentData().toInt());
    out.records = m_records->text().trimmed();
    out.decimalComma = m_comma->isChecked();
    out.noHeader = m_noHeader->isChecked();
    out.wholeRun = m_whole->isChecked();
    out.tool = m_tool->text().trimmed();
    out.suite = m_suite->text().trimmed();
    out.task = m_task->text().trimmed();
    out.dataset = m_dataset->text().trimmed();
    out.columns.clear();
    for (const ColumnRow &row : m_columns) {
        MappedColumn column{row.name, Role(row.role->currentData().toInt()), {}, {}};
        if (column.role == Role::Ignore)
            continue;
        if (wantsDetail(column.role))
            (column.role == Role::Slice ? column.dimension : column.metric) = row.detail->text().trimmed();
        out.columns.append(column);
    }
    return out;
}

void MappingDialog::ask()
{
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    FieldMapping asked = mapping();
    if (!m_suggested)
        asked.columns.clear();
    m_job = runAsync(
        this, QThreadPool::globalInstance(),
        [path = m_path, asked](const std::stop_token &stop) -> Result<MappingPreview> {
            ImportOptions options;
            options.stop = stop;
            const auto raw = openEvidence(path, options);
            if (!raw)
                return raw.error();
            return previewTable({raw->device.get(), raw->fileName, options}, asked, previewRows);
        },
        [this, generation](const Result<MappingPreview> &preview) {
            if (generation == m_generation)
                take(preview);
        });
}

void MappingDialog::take(const Result<MappingPreview> &preview)
{
    if (!preview) {
        if (preview.error().code == Error::Code::Cancelled)
            return;
        m_use->setEnabled(false);
        return say(preview.error().text, true);
    }
    if (!m_suggested) {
        m_suggested = true;
        showColumns(*preview);
        FieldMapping begin = preview->suggestion;
        begin.decimalComma = m_comma->isChecked();
        begin.noHeader = m_noHeader->isChecked();
        showMapping(begin);
        return;
    }
    showResults(*preview);
}

void MappingDialog::showColumns(const MappingPreview &preview)
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_columns.clear();
    FigureTable raw;
    QList<TableColumn> widths;
    for (const QString &column : preview.columns) {
        raw.columns.append({visibleText(column), false});
        widths.append({nullptr, 120});
    }
    for (const auto &row : preview.rows)
        raw.rows.append(row.cells);
    m_raw->setTable(raw);
    m_rawTable->setColumns(widths);
    for (qsizetype i = 0; i < preview.columns.size(); ++i) {
        ColumnRow row{preview.columns[i], new QComboBox, mappingLine(tr("Metric or dimension of %1").arg(preview.columns[i]), {})};
        row.role->setAccessibleName(tr("What %1 is").arg(visibleText(row.name)));
        for (const auto &[role, word] : mappingRoles())
            row.role->addItem(word, int(role));
        QStringList samples;
        for (const auto &line : preview.rows) {
            if (samples.size() < samplesShown && !line.cells.value(i).isEmpty())
                samples.append(visibleText(line.cells.value(i).left(60)));
        }
        auto *name = new TextLabel(visibleText(row.name), TextSize::Body, ColorRole::Text, QFont::DemiBold);
        name->setElide(Qt::ElideMiddle);
        auto *seen = new TextLabel(samples.join(u" · "_s), TextSize::Small, ColorRole::TextMuted);
        seen->setElide(Qt::ElideRight);
        m_grid->addWidget(name, int(i), 0);
        m_grid->addWidget(row.role, int(i), 1);
        m_grid->addWidget(row.detail, int(i), 2);
        m_grid->addWidget(seen, int(i), 3);
        connect(row.role, &QComboBox::currentIndexChanged, this, [this, row] {
            const auto role = Role(row.role->currentData().toInt());
            row.detail->setVisible(wantsDetail(role));
            row.detail->setPlaceholderText(role == Role::Slice ? tr("by what") : tr("of which metric"));
            m_timer.start();
        });
        connect(row.detail, &QLineEdit::textEdited, this, [this] { m_timer.start(); });
        row.detail->hide();
        m_columns.append(row);
    }
    m_grid->setRowStretch(int(preview.columns.size()), 1);
    m_grid->setColumnMinimumWidth(0, Theme::current().px(180));
}

void MappingDialog::showMapping(const FieldMapping &mapping)
{
    m_mapping = mapping;
    m_layout->setCurrentIndex(m_layout->findData(int(mapping.layout)));
    m_records->setText(mapping.records);
    {
        const QSignalBlocker comma(m_comma), header(m_noHeader);
        m_comma->setChecked(mapping.decimalComma);
        m_noHeader->setChecked(mapping.noHeader);
    }
    m_whole->setChecked(mapping.wholeRun);
    m_tool->setText(mapping.tool);
    m_suite->setText(mapping.suite);
    m_task->setText(mapping.task);
    m_dataset->setText(mapping.dataset);
    int missing = 0;
    for (const ColumnRow &row : std::as_const(m_columns)) {
        const auto known = std::find_if(mapping.columns.begin(), mapping.columns.end(), [&](const MappedColumn &column) { return column.name == row.name; });
        const MappedColumn column = known == mapping.columns.end() ? MappedColumn{row.name, Role::Ignore, {}, {}} : *known;
        row.role->setCurrentIndex(row.role->findData(int(column.role)));
        row.detail->setText(column.role == Role::Slice ? column.dimension : column.metric);
        row.detail->setVisible(wantsDetail(column.role));
    }
    for (const MappedColumn &column : mapping.columns)
        missing += std::none_of(m_columns.begin(), m_columns.end(), [&](const ColumnRow &row) { return row.name == column.name; });
    say(missing > 0 ? tr("%n column(s) of that mapping are not in this table.", nullptr, missing) : QString(), true);
    m_timer.start();
}

void MappingDialog::showResults(const MappingPreview &preview)
{
    FigureTable results{{{tr("Task"), false}, {tr("Metric"), false}, {tr("Value"), true}, {tr("Interval"), true}, {tr("n"), true}, {tr("Group"), false}, {tr("From"), false}}, {}};
    for (const auto &row : preview.rows) {
        for (const auto &metric : row.results) {
            const QString interval = metric.interval ? formatIntervalOnly(metric.interval->low, metric.interval->high) : u"—"_s;
            QStringList groups;
            for (const auto &slice : metric.slice)
                groups.append(u"%1 = %2"_s.arg(visibleText(slice.dimension), visibleText(slice.group)));
            results.rows.append({visibleText(metric.task), visibleText(metric.metric), formatSignificant(metric.value, 6), interval,
                                 metric.n ? formatCount(*metric.n) : u"—"_s, groups.join(u", "_s), visibleText(row.place)});
        }
    }
    m_results->setTable(results);
    m_resultsTable->setColumns({{nullptr, 160, true}, {nullptr, 140}, {new NumberDelegate, 96, false, Qt::AlignRight}, {new NumberDelegate, 130, false, Qt::AlignRight},
                                {new NumberDelegate, 72, false, Qt::AlignRight}, {nullptr, 130}, {nullptr, 110}});
    const auto valid = FieldMapping::fromJson(mapping().toJson());
    m_use->setEnabled(valid.ok() && !results.rows.isEmpty());
    if (!valid)
        return say(valid.error().fields.isEmpty() ? valid.error().text : valid.error().fields.first().message, true);
    QStringList warnings;
    for (const auto &warning : preview.warnings) {
        if (warnings.size() < 3)
            warnings.append(visibleText(warning.message));
    }
    say(warnings.join(u' '), false);
}

void MappingDialog::say(const QString &sentence, bool wrong)
{
    m_message->setRole(wrong ? ColorRole::NegativeText : ColorRole::CautionText);
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
}

QString MappingDialog::message() const
{
    return m_message->text();
}

QComboBox *MappingDialog::roleOf(const QString &column) const
{
    const auto found = std::find_if(m_columns.begin(), m_columns.end(), [&](const ColumnRow &row) { return row.name == column; });
    return found == m_columns.end() ? nullptr : found->role;
}

void MappingDialog::loadSaved()
{
    m_saved->clear();
    m_saved->addItem(tr("Use a kept mapping…"));
    m_settings->beginGroup(savedMappings);
    const QStringList names = m_settings->childKeys();
    for (const QString &name : names)
        m_saved->addItem(QString::fromUtf8(QByteArray::fromPercentEncoding(name.toLatin1())), m_settings->value(name).toByteArray());
    m_settings->endGroup();
    m_saved->setEnabled(!names.isEmpty());
}

void MappingDialog::keep()
{
    const QString name = m_name->text().trimmed();
    const auto valid = FieldMapping::fromJson(mapping().toJson());
    if (name.isEmpty() || !valid)
        return say(name.isEmpty() ? tr("Give it a name first.") : valid.error().text, true);
    // Names may hold what a settings key cannot.
    m_settings->setValue(savedMappings + u'/' + QString::fromLatin1(name.toUtf8().toPercentEncoding()), toJson(mapping().toJson()));
    m_name->clear();
    loadSaved();
    say(tr("Kept as “%1”.").arg(name), false);
}

void MappingDialog::use()
{
    m_use->setEnabled(false);
    m_packing = runAsync(
        this, QThreadPool::globalInstance(),
        [path = m_path, chosen = mapping()](const std::stop_token &stop) -> Result<QByteArray> {
            ImportOptions options;
            options.stop = stop;
            options.fileBytes = largestMapped;
            const auto raw = openEvidence(path, options);
            if (!raw)
                return raw.error();
            if (raw->device->size() > largestMapped)
                return {Error::Code::TooLarge, MappingDialog::tr("The table is larger than %1.").arg(formatBytes(largestMapped))};
            return packMapped(raw->device->readAll(), raw->fileName, chosen);
        },
        [this](const Result<QByteArray> &archive) {
            m_use->setEnabled(true);
            if (!archive)
                return say(archive.error().text, true);
            emit mapped(*archive);
            accept();
        });
}

} // namespace countersign
