// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/bundledialog.h"

#include "ui/audit/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>

namespace countersign {

using namespace Qt::StringLiterals;

BundleDialog::BundleDialog(Workspace *workspace, QWidget *parent)
    : QDialog(parent)
    , m_table(new DataTable(tr("Release requests")))
    , m_filter(new FilterBar)
    , m_model(new QStandardItemModel(0, 4, this))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("Export a bundle"));
    resize(theme.px(640), theme.px(480));
    m_model->setHorizontalHeaderLabels({tr("Request"), tr("Release"), tr("State"), tr("Requested")});
    m_table->setModel(m_model);
    m_table->setColumns({{nullptr, 80}, {nullptr, 240, true}, {new ChipDelegate, 160}, {new RelativeTimeDelegate(workspace->clock()), 88}});
    m_table->setEmptyState(tr("No release request matches."));
    m_table->setDataState(DataState::Loading);
    auto *what = new TextLabel(tr("A bundle holds a release's decision with its evidence, signatures and proofs: enough to check it offline, without this "
                                  "program. Choose the release."), TextSize::Body, ColorRole::TextMuted);
    what->setWordWrap(true);
    m_choose = new QPushButton(tr("Export…"));
    m_choose->setDefault(true);
    m_choose->setEnabled(false);
    setButtonKind(m_choose, ButtonKind::Primary);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_choose);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.gap());
    layout->addWidget(what);
    layout->addWidget(m_filter);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_choose, &QPushButton::clicked, this, &BundleDialog::accept);
    connect(m_table, &DataTable::activated, this, &BundleDialog::accept);
    connect(m_filter, &FilterBar::changed, this, &BundleDialog::fill);
    connect(m_filter, &FilterBar::leaveRequested, m_table, qOverload<>(&QWidget::setFocus));
    workspace->replica()->read(
        this,
        [](ReadSession &session) -> Result<QList<Row>> {
            const auto records = session.records({u"request"_s, {}, {}, {u"number"_s, true}});
            if (!records)
                return records.error();
            QList<Row> out;
            for (const Record &record : *records) {
                if (auto request = decode<Request>(record.body); request.ok())
                    out.append({record.id, *request});
            }
            return out;
        },
        [this](Result<QList<Row>> rows) {
            if (!rows) {
                m_table->setDataState(DataState::Failed, rows.error().text);
                return;
            }
            m_rows = std::move(*rows);
            m_table->setDataState(DataState::Ready);
            fill();
        });
    m_filter->words()->setFocus();
}

void BundleDialog::fill()
{
    const QStringList words = m_filter->state().words.simplified().toLower().split(u' ', Qt::SkipEmptyParts);
    m_model->removeRows(0, m_model->rowCount());
    for (const Row &row : std::as_const(m_rows)) {
        const QString number = u"R-%1"_s.arg(row.request.number);
        const QString what = u"%1 %2 → %3"_s.arg(row.request.version.section(u'/', 0, 0), row.request.version.section(u'/', 1), row.request.environment);
        const QString text = (number + u' ' + what).toLower();
        if (!std::all_of(words.begin(), words.end(), [&](const QString &word) { return text.contains(word); }))
            continue;
        auto *first = new QStandardItem(number);
        first->setData(row.id, IdRole);
        auto *state = new QStandardItem;
        state->setData(QVariant::fromValue(requestChipOf(row.request.state)), ChipRole);
        state->setData(requestChipOf(row.request.state).text, Qt::AccessibleTextRole);
        auto *when = new QStandardItem;
        when->setData(row.request.requestedAt, TimeRole);
        m_model->appendRow({first, new QStandardItem(what), state, when});
    }
    if (m_model->rowCount() > 0)
        m_table->selectRow(0);
    m_choose->setEnabled(m_model->rowCount() > 0);
    m_filter->setResultCount(m_model->rowCount(), m_rows.size());
}

void BundleDialog::accept()
{
    m_request = m_table->currentId();
    if (m_request.isEmpty())
        return;
    m_title = m_table->currentIndex().siblingAtColumn(0).data().toString();
    QDialog::accept();
}

} // namespace countersign
