// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/palettemodel.h"

#include "ui/widgets/actionregistry.h"
#include "ui/widgets/fuzzymatch.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/style.h"

#include <QAction>
#include <QPainter>
#include <QSettings>
#include <QTextLayout>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

constexpr int rememberedActions = 12;
const QString recentKey = u"palette/recent"_s;

} // namespace

PaletteModel::PaletteModel(ActionRegistry *registry, QSettings *settings, QObject *parent)
    : QAbstractListModel(parent)
    , m_registry(registry)
    , m_settings(settings)
{
    rebuild();
}

void PaletteModel::setPattern(const QString &pattern)
{
    m_pattern = pattern;
    m_records.clear();
    rebuild();
}

void PaletteModel::setPlace(const QWidget *place)
{
    m_place = place;
    rebuild();
}

void PaletteModel::setRecords(const QList<PaletteEntry> &records)
{
    m_records = records;
    rebuild();
}

void PaletteModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    const QStringList recent = m_settings->value(recentKey).toStringList();
    for (const QString &id : m_registry->ids()) {
        if (m_place && !m_registry->holdsIn(id, m_place))
            continue;
        const QAction *action = m_registry->action(id);
        // One "&" marks a letter, two are the sign itself.
        QString text = action->text();
        text.replace("&&"_L1, "\n"_L1).remove(u'&').replace(u'\n', u'&');
        const auto match = fuzzyMatch(m_pattern, text);
        if (!match)
            continue;
        Row row;
        row.entry = {id, text, m_registry->group(id), {}};
        row.shortcut = action->shortcut().toString(QKeySequence::NativeText);
        row.reason = m_registry->unavailableReason(id);
        row.positions = match->positions;
        row.isAction = true;
        row.enabled = action->isEnabled();
        row.score = match->score - (row.enabled ? 0 : 20);
        if (const qsizetype at = recent.indexOf(id); at >= 0 && !m_place)
            row.score += rememberedActions - int(at);
        m_rows << row;
    }
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row &a, const Row &b) { return a.score > b.score; });
    for (const PaletteEntry &record : std::as_const(m_records)) {
        Row row;
        row.entry = record;
        if (const auto match = fuzzyMatch(m_pattern, record.text))
            row.positions = match->positions;
        m_rows << row;
    }
    endResetModel();
}

PaletteModel::Choice PaletteModel::choose(int row)
{
    const Row &chosen = m_rows[row];
    if (chosen.isAction && chosen.enabled) {
        QStringList recent = m_settings->value(recentKey).toStringList();
        recent.removeAll(chosen.entry.id);
        recent.prepend(chosen.entry.id);
        m_settings->setValue(recentKey, QStringList(recent.mid(0, rememberedActions)));
    }
    return {chosen.entry.id, chosen.isAction, chosen.enabled};
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.entry.text;
    case Qt::AccessibleTextRole:
        return QStringList{row.entry.text, row.entry.detail, row.shortcut, row.reason}.join(u' ').simplified();
    case DetailRole:
        return row.entry.detail;
    case Qt::DecorationRole: {
        const QAction *action = row.isAction ? m_registry->action(row.entry.id) : nullptr;
        return action ? action->icon() : icon(row.entry.icon);
    }
    case PositionsRole:
        return QVariant::fromValue(row.positions);
    case ShortcutRole:
        return row.shortcut;
    case ReasonRole:
        return row.reason;
    default:
        return {};
    }
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const Theme theme = Theme::current();
    return {theme.px(200), theme.px(32)};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme theme = Theme::current();
    const QString reason = index.data(PaletteModel::ReasonRole).toString();
    painter->save();
    if (option.state & QStyle::State_Selected) {
        drawBox(painter, option.rect.adjusted(theme.px(4), 0, -theme.px(4), 0), theme.radius(),
                theme.color(ColorRole::Selection), Qt::transparent);
    }
    QRect room = option.rect.adjusted(theme.px(14), 0, -theme.px(14), 0);
    const int side = theme.px(16);
    index.data(Qt::DecorationRole).value<QIcon>().paint(
        painter, QRect(room.left(), room.top() + (room.height() - side) / 2, side, side));
    room.setLeft(room.left() + side + theme.px(10));
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(ColorRole::TextMuted));
    const QString right = reason.isEmpty() ? index.data(PaletteModel::ShortcutRole).toString() : reason;
    const QString rightShown = painter->fontMetrics().elidedText(right, Qt::ElideRight, room.width() / 2);
    painter->drawText(room, int(Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine), rightShown);
    room.setRight(room.right() - painter->fontMetrics().horizontalAdvance(rightShown) - theme.px(12));

    const QFont font = theme.font();
    const QFontMetrics metrics(font);
    const QString text = metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, room.width());
    QTextLayout layout(text, font);
    QList<QTextLayout::FormatRange> formats;
    const auto positions = index.data(PaletteModel::PositionsRole).value<QList<qsizetype>>();
    for (const qsizetype position : positions) {
        QTextCharFormat format;
        format.setFontUnderline(true);
        format.setFontWeight(QFont::DemiBold);
        formats << QTextLayout::FormatRange{int(position), 1, format};
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    layout.endLayout();
    painter->setPen(theme.color(reason.isEmpty() ? ColorRole::Text : ColorRole::TextMuted));
    if (line.isValid()) {
        layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2));
        room.setLeft(room.left() + int(line.naturalTextWidth()) + theme.px(10));
    }
    painter->setFont(font);
    painter->setPen(theme.color(ColorRole::TextMuted));
    if (room.width() > theme.px(30)) {
        painter->drawText(room, int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine),
                          metrics.elidedText(index.data(PaletteModel::DetailRole).toString(), Qt::ElideRight,
                                             room.width()));
    }
    painter->restore();
}

} // namespace countersign
