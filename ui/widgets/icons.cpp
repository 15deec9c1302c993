// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icons.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

// A static library's resources are only linked in when something names them; this must stand outside namespaces.
static void initIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace countersign {
namespace {

QString pathOf(const QString &name)
{
    initIcons();
    return u":/icons/"_s + name + u".svg"_s;
}

class TintedEngine final : public QIconEngine
{
public:
    TintedEngine(const QString &name, ColorRole role) : m_name(name), m_role(role) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());
        const qreal ratio = painter->device()->devicePixelRatioF();
        const QRect box(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side);
        painter->drawPixmap(box, iconPixmap(m_name, side, colorFor(mode), ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        // Called with device pixels and without a ratio; scaledPixmap() below sets it.
        return iconPixmap(m_name, std::min(size.width(), size.height()), colorFor(mode), 1.0);
    }

    QIconEngine *clone() const override { return new TintedEngine(*this); }
    QString key() const override { return u"countersign-tinted"_s; }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        return Theme::current().color(mode == QIcon::Disabled ? ColorRole::TextDisabled : m_role);
    }

    QString m_name;
    ColorRole m_role;
};

} // namespace

QIcon icon(const QString &name, ColorRole role)
{
    return QFile::exists(pathOf(name)) ? QIcon(new TintedEngine(name, role)) : QIcon();
}

QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio)
{
    const QString key = u"countersign-icon/%1/%2/%3/%4"_s.arg(name).arg(size).arg(color.rgba()).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray svg = file.readAll().replace("currentColor", color.name().toLatin1());
    pixmap = QPixmap(QSizeF(size, size).toSize() * devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter, QRectF(QPointF(), QSizeF(pixmap.size())));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QStringList iconNames()
{
    initIcons();
    QStringList names = QDir(u":/icons"_s).entryList({u"*.svg"_s}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return names;
}

} // namespace countersign
