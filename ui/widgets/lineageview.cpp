// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineageview.h"

#include "base/async.h"
#include "ui/widgets/style.h"

#include <QEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>
#include <QThreadPool>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype laidOutAtOnce = 160; // nodes and edges that take no frame's time
constexpr double fitsAnyway = 0.8;       // zoom down to which the whole is shown rather than a part at 100 %

} // namespace

LineageView::LineageView(const QString &name, QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
}

LineageView::~LineageView()
{
    m_job.request_stop();
}

void LineageView::setGraph(const QList<Node> &nodes, const QList<Edge> &edges, const QList<Group> &groups, const QStringList &columns)
{
    QList<Group> kept = groups;
    for (Group &group : kept) {
        for (const Group &before : m_scene.groups())
            group.open = group.id == before.id ? before.open : group.open;
    }
    m_columns = columns;
    m_scene.setGraph(nodes, edges, kept);
    if (m_scene.placeOfId(m_currentId) < 0) {
        m_currentId.clear();
        for (const Node &node : nodes) {
            if (m_currentId.isEmpty() && node.subject)
                m_currentId = node.id;
        }
        m_ownZoom = false;
    }
    m_matches = m_scene.matches(m_words);
    m_matchAt = std::min<int>(m_matchAt, int(m_matches.size()) - 1);
    layOut();
    emit matchesChanged();
}

QString LineageView::currentId() const
{
    return m_currentId;
}

void LineageView::setCurrentId(const QString &id)
{
    setCurrent(m_painter.scene().placeOfId(id));
}

QStringList LineageView::litIds() const
{
    QStringList out;
    for (const int place : m_marks.path)
        out << m_painter.scene().idAt(place);
    out.sort();
    return out;
}

QRect LineageView::rectOf(const QString &id) const
{
    const int place = m_painter.scene().placeOfId(id);
    return place >= 0 ? placeRect(place).toRect() : QRect();
}

bool LineageView::isOpen(const QString &group) const
{
    return std::any_of(m_scene.groups().begin(), m_scene.groups().end(), [&](const Group &each) { return each.id == group && each.open; });
}

void LineageView::setOpen(const QString &group, bool open)
{
    for (int i = 0; i < m_scene.groups().size(); ++i) {
        if (m_scene.groups()[i].id != group || m_scene.groups()[i].open == open)
            continue;
        // What was selected is now seen through the group, or the group through its first member.
        const int current = m_scene.placeOfId(m_currentId);
        const int member = current >= 0 ? m_scene.shown()[current].members.first() : -1;
        m_scene.setOpen(i, open);
        m_currentId = member >= 0 ? m_scene.idAt(m_scene.placeOf(member)) : QString();
        return layOut();
    }
}

void LineageView::setAllOpen(bool open)
{
    const int current = m_scene.placeOfId(m_currentId);
    const int member = current >= 0 ? m_scene.shown()[current].members.first() : -1;
    m_scene.setAllOpen(open);
    m_currentId = member >= 0 ? m_scene.idAt(m_scene.placeOf(member)) : QString();
    layOut();
}

QSize LineageView::sizeHint() const
{
    const int margin = 2 * Theme::current().margin();
    return m_painter.bounds().size().toSize() + QSize(margin, margin + headHeight());
}

void LineageView::layOut()
{
    const LayeredGraph::Wishes wishes = m_scene.wishes();
    const bool framed = !wishes.framed.isEmpty();
    const auto work = [places = int(m_scene.shown().size()), edges = m_scene.shownEdges(), wishes,
                       spacing = LineagePainter::spacing(Theme::current(), framed)] { return LayeredGraph::layOut(places, edges, spacing, wishes); };
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    if (m_scene.shown().size() + m_scene.shownEdges().size() <= laidOutAtOnce) {
        takeLayout(work());
        return;
    }
    m_pending = true;
    m_job = runAsync(
        this, QThreadPool::globalInstance(), [work](std::stop_token) { return Result<LayeredGraph>(work()); },
        [this, generation](const Result<LayeredGraph> &graph) {
            if (generation == m_generation && graph.ok())
                takeLayout(*graph);
        });
}

void LineageView::takeLayout(const LayeredGraph &graph)
{
    const bool first = m_painter.scene().shown().isEmpty();
    const QRectF before = m_marks.current >= 0 ? placeRect(m_marks.current) : QRectF();
    m_pending = false;
    m_painter.setLayout(m_scene, graph, Theme::current());
    m_marks.current = m_scene.placeOfId(m_currentId);
    m_marks.hovered = -1;
    updateMarks();
    chooseZoom();
    updateGeometry();
    updateScrollBars();
    if (m_marks.current >= 0) {
        // What was under the eye stays there; at first the subject is in the middle.
        const QRectF now = placeRect(m_marks.current);
        const QPointF wanted = first || before.isNull() ? QPointF(viewport()->rect().center()) : before.center();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + int(now.center().x() - wanted.x()));
        verticalScrollBar()->setValue(verticalScrollBar()->value() + int(now.center().y() - wanted.y()));
        if (!first)
            reveal(m_marks.current);
    }
    describe();
    viewport()->update();
    emit laidOut();
}

void LineageView::updateMarks()
{
    const LineageScene &scene = m_painter.scene();
    m_marks.path = scene.pathThrough(m_marks.current);
    // When everything is on the way there is nothing to set apart.
    if (m_marks.path.size() == scene.shown().size())
        m_marks.path.clear();
    m_marks.found.clear();
    for (const int node : std::as_const(m_matches))
        m_marks.found.insert(scene.placeOf(node));
    m_marks.found.remove(-1);
    m_marks.focus = hasFocus();
}

void LineageView::describe()
{
    const LineageScene &scene = m_painter.scene();
    constexpr qsizetype readOut = 60; // more than that nobody listens to
    QStringList lines;
    if (scene.shown().size() <= readOut) {
        for (int place = 0; place < scene.shown().size(); ++place)
            lines << sentence(place);
    } else {
        //: Said by a screen reader of a large picture of a lineage.
        lines << tr("%n thing(s), too many to be read out; arrows go along the edges", nullptr, int(scene.nodes().size()));
        if (m_marks.current >= 0)
            lines << sentence(m_marks.current);
    }
    setAccessibleDescription(lines.join(u". "_s));
}

QString LineageView::sentence(int place) const
{
    const LineageScene &scene = m_painter.scene();
    const LineageScene::Shown &shown = scene.shown()[place];
    const QString state = shown.isGroup() ? QString() : scene.nodes()[shown.node].state.text;
    QString line = u"%1 %2 %3"_s.arg(scene.kindAt(place), scene.nameAt(place), state).simplified();
    if (const QStringList sources = scene.sources(place); !sources.isEmpty()) {
        //: In a lineage, said by a screen reader: what a thing was made from; %1 is a list of names.
        line += u' ' + tr("from %1").arg(sources.join(u", "_s));
    }
    return line;
}

int LineageView::headHeight() const
{
    return m_columns.isEmpty() ? 0 : Theme::current().px(28);
}

QSizeF LineageView::contentSize() const
{
    return m_painter.bounds().size() * m_zoom;
}

QPointF LineageView::origin() const
{
    const int margin = Theme::current().margin();
    const auto along = [&](double content, int view, int scroll) {
        // What fits is centred; what does not starts at the margin and scrolls.
        return content + 2 * margin <= view ? (view - content) / 2 : double(margin - scroll);
    };
    const QSizeF content = contentSize();
    const QPointF corner(along(content.width(), viewport()->width(), horizontalScrollBar()->value()),
                         headHeight() + along(content.height(), viewport()->height() - headHeight(), verticalScrollBar()->value()));
    const QPointF start = corner - m_painter.bounds().topLeft() * m_zoom;
    return {std::round(start.x()), std::round(start.y())};
}

QPointF LineageView::toScene(const QPointF &position) const
{
    return (position - origin()) / m_zoom;
}

QRectF LineageView::placeRect(int place) const
{
    const QRectF box = m_painter.rectOf(place);
    return {origin() + box.topLeft() * m_zoom, box.size() * m_zoom};
}

void LineageView::updateScrollBars()
{
    const int margin = 2 * Theme::current().margin();
    const QSize content = contentSize().toSize() + QSize(margin, margin + headHeight());
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(Theme::current().px(24));
    horizontalScrollBar()->setRange(0, std::max(0, content.width() - viewport()->width()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(Theme::current().px(24));
    verticalScrollBar()->setRange(0, std::max(0, content.height() - viewport()->height()));
}

/// Until the person chooses: all of it where that can still be read, else 100 %.
void LineageView::chooseZoom()
{
    if (m_ownZoom || m_painter.bounds().isEmpty())
        return;
    const int margin = 2 * Theme::current().margin();
    const QSizeF room(viewport()->width() - margin, viewport()->height() - margin - headHeight());
    const QSizeF content = m_painter.bounds().size();
    const double fit = std::min({1.0, room.width() / content.width(), room.height() / content.height()});
    m_zoom = fit >= fitsAnyway ? fit : 1.0;
    emit zoomChanged();
}

void LineageView::setZoom(double zoom, const QPointF &anchor)
{
    const QPointF held = toScene(anchor);
    m_ownZoom = true;
    m_zoom = std::clamp(zoom, 0.05, 2.0);
    updateScrollBars();
    const QPointF now = origin() + held * m_zoom;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + int(std::round(now.x() - anchor.x())));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + int(std::round(now.y() - anchor.y())));
    viewport()->update();
    emit zoomChanged();
}

void LineageView::setZoom(double zoom)
{
    const bool seen = m_marks.current >= 0 && placeRect(m_marks.current).intersects(viewport()->rect());
    setZoom(zoom, seen ? placeRect(m_marks.current).center() : QPointF(viewport()->rect().center()));
}

void LineageView::zoomToFit()
{
    const int margin = 2 * Theme::current().margin();
    const QSizeF room(viewport()->width() - margin, viewport()->height() - margin - headHeight());
    const QSizeF content = m_painter.bounds().size();
    if (!content.isEmpty())
        setZoom(std::min({1.0, room.width() / content.width(), room.height() / content.height()}));
}

int LineageView::search(const QString &words)
{
    m_words = words;
    m_matches = m_scene.matches(words);
    m_matchAt = -1;
    updateMarks();
    viewport()->update();
    if (!m_matches.isEmpty())
        step(1);
    emit matchesChanged();
    return int(m_matches.size());
}

void LineageView::step(int by)
{
    if (m_matches.isEmpty() || m_pending)
        return;
    const int count = int(m_matches.size());
    m_matchAt = m_matchAt < 0 ? (by > 0 ? 0 : count - 1) : (m_matchAt + by + count) % count;
    const int node = m_matches[m_matchAt];
    const LineageScene::Shown shown = m_scene.shown()[m_scene.placeOf(node)];
    if (shown.isGroup()) {
        m_currentId = m_scene.nodes()[node].id;
        m_scene.setOpen(shown.group, true);
        layOut();
    } else {
        setCurrent(m_scene.placeOf(node));
    }
    emit matchesChanged();
}

void LineageView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.save();
    painter.translate(origin());
    painter.scale(m_zoom, m_zoom);
    const QRectF visible(toScene(event->rect().topLeft()), QSizeF(event->rect().size()) / m_zoom);
    m_painter.paint(&painter, visible, m_zoom, m_marks);
    painter.restore();
    paintColumns(&painter);
}

void LineageView::paintColumns(QPainter *painter) const
{
    using enum ColorRole;
    if (m_columns.isEmpty() || m_painter.graph().nodes.isEmpty())
        return;
    const Theme theme = Theme::current();
    const QRect head(0, 0, viewport()->width(), headHeight());
    painter->fillRect(head, theme.color(Surface));
    painter->fillRect(QRect(0, head.bottom(), head.width(), 1), theme.color(Border));
    painter->setFont(theme.font(TextSize::Small, QFont::Medium));
    painter->setPen(theme.color(TextMuted));
    const LayeredGraph::Spacing spacing = LineagePainter::spacing(theme, false);
    const double step = (spacing.node.width() + spacing.betweenLayers) * m_zoom;
    // Words of which only the beginning would be seen say nothing.
    if (step < theme.px(90))
        return;
    for (int i = 0; i < m_columns.size(); ++i) {
        const QRect room(int(origin().x() + i * step), 0, int(step) - theme.px(6), head.height());
        painter->drawText(room, int(Qt::AlignVCenter | Qt::TextSingleLine),
                          painter->fontMetrics().elidedText(m_columns[i], Qt::ElideRight, room.width()));
    }
}

void LineageView::resizeEvent(QResizeEvent *)
{
    const bool atFirst = !m_ownZoom;
    chooseZoom();
    updateScrollBars();
    if (atFirst && m_marks.current >= 0)
        reveal(m_marks.current);
}

void LineageView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        layOut();
}

} // namespace countersign
