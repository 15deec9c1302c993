// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/lineagetab.h"

#include "replica/replica.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QAbstractButton>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QStringList lineageParts()
{
    return {u"picture"_s, u"cameFrom"_s, u"builtOn"_s};
}

/// What the page's own version says, where no replica can be asked.
LineageData ownLineage(const VersionData &shown)
{
    QList<RecordedDeployment> deployments;
    for (const auto &deployment : shown.deployments)
        deployments.append({deployment.id, deployment.body});
    LineageData out;
    out.subject = lineageId(LineageNode::Kind::Version, shown.key);
    out.graph = buildLineage({shown.version}, {}, deployments);
    return out;
}

} // namespace

LineageTab::LineageTab(QWidget *parent)
    : QWidget(parent)
    , m_parts(new SegmentedButtons(tr("How the lineage is shown")))
    , m_back(new QPushButton)
    , m_export(new QPushButton(tr("Export list…")))
    , m_sentence(new TextLabel({}, TextSize::Small, ColorRole::TextMuted))
    , m_stack(new QStackedWidget)
    , m_pane(new LineagePane(tr("Lineage of the version")))
    , m_cameFromTable(new DataTable(tr("What it came from")))
    , m_builtOnTable(new DataTable(tr("What is built on it")))
    , m_empty(new EmptyState)
{
    m_cameFrom = lineageTable(m_cameFromTable);
    m_builtOn = lineageTable(m_builtOnTable);
    m_cameFromTable->setEmptyState(tr("Nobody has recorded what it was made from."));
    m_builtOnTable->setEmptyState(tr("Nothing here is built on it, and it does not run anywhere."));
    m_empty->setText(tr("Nobody has recorded where this version comes from. Register versions with their base model, datasets and parent to see them here."));
    m_stack->addWidget(m_pane);
    m_stack->addWidget(m_cameFromTable);
    m_stack->addWidget(m_builtOnTable);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);
    connect(m_pane->view(), &LineageView::activated, this, &LineageTab::follow);
    for (DataTable *table : {m_cameFromTable, m_builtOnTable})
        connect(table, &DataTable::activated, this, [this](const QModelIndex &index) { follow(index.siblingAtColumn(0).data(IdRole).toString()); });
    connect(m_parts, &SegmentedButtons::currentChanged, this, [this](const QString &id) { setPart(Part(lineageParts().indexOf(id))); });
    connect(m_back, &QPushButton::clicked, this, [this] { centreOn(m_version); });
    connect(m_export, &QPushButton::clicked, this, &LineageTab::askWhereTo);
    updateHead();
}

QWidget *LineageTab::makeHead()
{
    const Theme theme = Theme::current();
    m_parts->addSegment(u"picture"_s, tr("Picture"));
    m_parts->addSegment(u"cameFrom"_s, tr("Came from"), tr("What did this come from?"));
    m_parts->addSegment(u"builtOn"_s, tr("Built on this"), tr("What is built on this?"));
    m_parts->setCurrent(u"picture"_s);
    m_sentence->setElide(Qt::ElideRight);
    setButtonKind(m_back, ButtonKind::Quiet);
    m_export->setToolTip(tr("Writes all rows of the list as CSV"));
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(theme.margin(), 0, theme.margin(), theme.px(6));
    row->setSpacing(theme.gap());
    row->addWidget(m_parts);
    row->addWidget(m_back);
    row->addWidget(m_pane->tools(), 1);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_export);
    return head;
}

void LineageTab::show(const VersionData &shown)
{
    const QString version = lineageId(LineageNode::Kind::Version, shown.key);
    // Another page begins with its own version; the same one, read again, keeps what was put into the middle.
    if (version != m_version)
        m_centre = version;
    m_version = version;
    m_stale = true;
    if (!m_replica)
        m_waiting = ownLineage(shown);
    if (isVisible())
        read();
}

void LineageTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        read();
}

void LineageTab::centreOn(const QString &id)
{
    m_centre = id;
    read();
}

void LineageTab::read()
{
    m_stale = false;
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    if (!m_replica) {
        if (m_waiting)
            showLineage(*m_waiting);
        return;
    }
    m_job = m_replica->read(
        this, [centre = m_centre](ReadSession &session) { return loadLineage(session, centre); },
        [this, generation](const Result<LineageData> &loaded) {
            if (generation != m_generation)
                return;
            if (loaded.ok())
                return showLineage(*loaded);
            if (loaded.error().code == Error::Code::Cancelled)
                return;
            m_empty->setText(loaded.error().text);
            m_stack->setCurrentWidget(m_empty);
            emit settled();
        });
}

void LineageTab::showLineage(const LineageData &data)
{
    m_data = data;
    m_centre = data.subject;
    if (m_version.isEmpty())
        m_version = data.subject;
    const LineagePicture picture = lineagePicture(data);
    m_pane->view()->setGraph(picture.nodes, picture.edges, picture.groups, picture.columns);
    m_cameFrom->setRows(cameFromRows(data));
    m_builtOn->setRows(builtOnRows(data));
    for (DataTable *table : {m_cameFromTable, m_builtOnTable}) {
        if (!table->currentIndex().isValid())
            table->selectRow(0);
    }
    updateHead();
    setPart(part());
    emit settled();
}

LineageTab::Part LineageTab::part() const
{
    return Part(std::max<qsizetype>(0, lineageParts().indexOf(m_parts->current())));
}

void LineageTab::setPart(Part part)
{
    m_parts->setCurrent(lineageParts().value(int(part)));
    const bool alone = part == Part::Picture && m_data.graph.nodes().size() <= 1;
    m_stack->setCurrentIndex(alone ? m_stack->indexOf(m_empty) : int(part));
    updateHead();
}

void LineageTab::updateHead()
{
    const auto caption = [this](const QString &id, const QString &words, int count) {
        if (auto *button = m_parts->findChild<QAbstractButton *>(id)) {
            button->setText(count > 0 ? words + u' ' + formatCount(count) : words);
            button->updateGeometry();
        }
    };
    caption(u"cameFrom"_s, tr("Came from"), m_cameFrom->rowCount());
    caption(u"builtOn"_s, tr("Built on this"), m_builtOn->rowCount());
    int widest = 0;
    for (const auto *button : m_parts->findChildren<QAbstractButton *>())
        widest = std::max(widest, button->sizeHint().width());
    m_parts->setMinimumWidth(widest * int(lineageParts().size()));
    const Part part = this->part();
    const bool picture = part == Part::Picture;
    m_pane->tools()->setVisible(picture);
    m_sentence->setVisible(!picture);
    m_export->setVisible(!picture);
    m_back->setVisible(!m_version.isEmpty() && m_centre != m_version);
    const int own = m_data.graph.indexOf(m_centre);
    //: button: puts the page's own version into the middle of the picture again
    m_back->setText(tr("Back to %1").arg(m_version.section(u':', 1).section(u'/', 1)));
    m_back->setToolTip(own < 0 ? QString() : tr("In the middle now: %1").arg(lineageName(m_data.graph.nodes()[own])));
    QString leftOut;
    if (m_data.leftOut > 0)
        leftOut = m_data.more ? tr("At least %n thing(s) farther away are left out.", nullptr, m_data.leftOut)
                              : tr("%n thing(s) farther away are left out.", nullptr, m_data.leftOut);
    m_pane->setRemark(leftOut);
    const QString licences = part == Part::CameFrom ? licenceSentence(m_data) : QString();
    m_sentence->setText((licences + u' ' + leftOut).simplified());
}

/// To the page of what was chosen, or into the middle with what has none.
void LineageTab::follow(const QString &id)
{
    const int node = m_data.graph.indexOf(id);
    if (node < 0)
        return;
    if (const QUrl link = lineageLink(m_data.graph.nodes()[node]); !link.isEmpty() && id != m_version)
        emit openLink(link);
    else if (m_data.graph.nodes()[node].kind != LineageNode::Kind::Deployment && id != m_centre && m_data.graph.nodes()[node].here)
        centreOn(id);
}

void LineageTab::askWhereTo()
{
    auto *dialog = new QFileDialog(this, tr("Export the list"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    const QString of = m_centre.section(u':', -1).left(80).replace(u'/', u'-');
    dialog->selectFile((part() == Part::CameFrom ? u"%1-came-from.csv"_s : u"built-on-%1.csv"_s).arg(of));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const Result<void> written = exportTo(path);
        m_sentence->setText(written.ok() ? tr("Written to %1.").arg(path) : written.error().text);
    });
    dialog->open();
}

Result<void> LineageTab::exportTo(const QString &path) const
{
    const QByteArray csv = list(part())->toCsv();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit())
        return {Error::Code::Internal, tr("The list could not be written: %1").arg(file.errorString())};
    return {};
}

} // namespace countersign
