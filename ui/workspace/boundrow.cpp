// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/boundrow.h"

#include "ui/widgets/style.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>

#include <limits>

namespace countersign {

using namespace Qt::StringLiterals;

BoundRow::BoundRow(const MetricRequirement &bound, QWidget *parent)
    : QWidget(parent)
    , m_bound(bound)
    , m_id(line(bound.id, u"recall-urgent"_s))
    , m_metric(line(bound.metric, u"recall"_s))
    , m_op(new QComboBox)
    , m_limit(line(bound.id.isEmpty() ? QString() : QString::number(bound.limit, 'g', QLocale::FloatingPointShortest), u"0.9"_s))
    , m_unit(line(bound.unit, tr("as in the file")))
    , m_suite(line(bound.suite, tr("any")))
    , m_task(line(bound.task, tr("any")))
    , m_dimension(line(bound.sliceDimension, tr("the whole population")))
    , m_group(line(bound.sliceGroup))
    , m_minimum(new QSpinBox)
    , m_interval(new QCheckBox(tr("Hold it against the worse end of the interval")))
{
    const Theme theme = Theme::current();
    const std::pair<QString, QString> ops[] = {{u">="_s, tr("at least")}, {u">"_s, tr("more than")}, {u"<="_s, tr("at most")}, {u"<"_s, tr("less than")}};
    for (const auto &[op, text] : ops)
        m_op->addItem(text, op);
    if (!bound.op.isEmpty() && m_op->findData(bound.op) < 0)
        m_op->addItem(bound.op, bound.op);
    m_op->setCurrentIndex(std::max(0, m_op->findData(bound.op)));
    m_minimum->setRange(0, std::numeric_limits<int>::max());
    m_minimum->setValue(int(std::min<qint64>(bound.minimumN, std::numeric_limits<int>::max())));
    m_minimum->setSpecialValueText(tr("any"));
    m_interval->setChecked(bound.boundInterval);
    auto *remove = new QPushButton(tr("Remove"));
    setButtonKind(remove, ButtonKind::Quiet);
    remove->setToolTip(tr("Takes this bound away."));
    m_cells = {new FormCell(u"id"_s, tr("Name of the bound"), m_id, tr("Waivers name it: a-z, 0-9, dot and dash.")),
               new FormCell(u"metric"_s, tr("Metric"), m_metric, tr("As the evaluation calls it.")),
               new FormCell(u"op"_s, tr("Must be"), m_op),
               new FormCell(u"limit"_s, tr("Limit"), m_limit),
               new FormCell(u"suite"_s, tr("Suite"), m_suite),
               new FormCell(u"task"_s, tr("Task"), m_task),
               new FormCell(u"unit"_s, tr("Unit"), m_unit),
               new FormCell(u"minimumN"_s, tr("Measured on at least"), m_minimum, tr("Examples; fewer count as missing.")),
               new FormCell(u"sliceDimension"_s, tr("Only for groups by"), m_dimension),
               new FormCell(u"sliceGroup"_s, tr("Group"), m_group)};
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, theme.gap());
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.px(4));
    for (int i = 0; i < m_cells.size(); ++i)
        grid->addWidget(m_cells[i], i / 4, i % 4);
    grid->addWidget(m_interval, 2, 2, 1, 2, Qt::AlignBottom);
    grid->addWidget(remove, 0, 4, Qt::AlignBottom);
    connect(remove, &QPushButton::clicked, this, &BoundRow::removeRequested);
    connect(m_op, &QComboBox::currentIndexChanged, this, &BoundRow::changed);
    connect(m_minimum, &QSpinBox::valueChanged, this, &BoundRow::changed);
    connect(m_interval, &QCheckBox::toggled, this, &BoundRow::changed);
}

QLineEdit *BoundRow::line(const QString &text, const QString &hint)
{
    auto *out = new QLineEdit(text);
    out->setPlaceholderText(hint);
    connect(out, &QLineEdit::textChanged, this, &BoundRow::changed);
    return out;
}

QJsonObject BoundRow::json() const
{
    MetricRequirement out = m_bound;
    out.id = m_id->text().trimmed();
    out.metric = m_metric->text().trimmed();
    out.op = m_op->currentData().toString();
    out.unit = m_unit->text().trimmed();
    out.suite = m_suite->text().trimmed();
    out.task = m_task->text().trimmed();
    out.sliceDimension = m_dimension->text().trimmed();
    out.sliceGroup = m_group->text().trimmed();
    out.minimumN = m_minimum->value();
    out.boundInterval = m_interval->isChecked();
    QJsonObject json = encode(out);
    bool number = false;
    const double limit = m_limit->text().trimmed().toDouble(&number);
    json.insert(u"limit"_s, number ? QJsonValue(limit) : QJsonValue(m_limit->text().trimmed()));
    return json;
}

} // namespace countersign
