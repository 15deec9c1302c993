// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QUrl>
#include <QWidget>

#include <functional>

class QAction;

namespace countersign {

/// One place of the console: Inbox, Models, Releases… The shell shows its title in the header and its badge in the
/// rail, and knows nothing else about it.
class Place : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// What stands in the header: the place's name, and muted behind it what is open or how much there is.
    [[nodiscard]] virtual QString title() const = 0;
    [[nodiscard]] virtual QString subtitle() const { return {}; }
    /// Actions of the place that are not in the registry's scope by themselves; shown while it is in front.
    [[nodiscard]] virtual QList<QAction *> placeActions() const { return {}; }
    /// Goes to what a countersign:// link names inside this place; an empty link is just being shown.
    virtual void activate(const QUrl &link) { Q_UNUSED(link) }
    /// The widget that takes the keys when the place comes to the front.
    [[nodiscard]] virtual QWidget *primaryFocus() { return this; }

signals:
    void titleChanged();
    /// What the rail shows behind the name; `urgent` puts it on the badge's own ground. 0 and not urgent: nothing.
    void badgeChanged(int count, bool urgent);
    /// A link was followed; the shell finds the place.
    void openLink(const QUrl &link);
    /// Something was done that can be undone for a while; `undo` is called at most once.
    void undoOffered(const QString &text, const std::function<void()> &undo);
};

/// How the rail groups places; only groups with places are shown.
enum class PlaceGroup { Work, AfterRelease, Protection, Record };

/// What the shell needs to show a place before it is opened; `create` is called on first use.
struct PlaceEntry
{
    QString id;     ///< the host part of its links, "releases"
    QString title;
    QString icon;
    PlaceGroup group = PlaceGroup::Work;
    std::function<Place *(QWidget *parent)> create;
};

} // namespace countersign
