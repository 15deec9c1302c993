// SPDX-License-Identifier: GPL-3.0-or-later
#include "support.h"

#include "ui/widgets/lineagepane.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

using Node = LineageView::Node;
using Edge = LineageView::Edge;
using Group = LineageView::Group;

Node nodeOf(const QString &id, int column, const QString &group = {}, bool subject = false)
{
    Node out;
    out.id = id;
    out.kind = u"Version"_s;
    out.name = id;
    out.icon = u"models"_s;
    out.subject = subject;
    out.column = column;
    out.group = group;
    return out;
}

/// base → subject → five versions in a group, and beside it one; a stranger that has nothing to do with it.
struct Picture
{
    LineagePane pane{u"Lineage"_s};
    LineageView *view = pane.view();
    QSignalSpy activated{view, &LineageView::activated};

    Picture()
    {
        QList<Node> nodes{nodeOf(u"base"_s, 0), nodeOf(u"subject"_s, 1, {}, true), nodeOf(u"lone"_s, 2), nodeOf(u"stranger"_s, 2)};
        QList<Edge> edges{{u"base"_s, u"subject"_s}, {u"subject"_s, u"lone"_s}, {u"base"_s, u"stranger"_s}};
        for (int i = 0; i < 5; ++i) {
            nodes << nodeOf(u"many%1"_s.arg(i), 2, u"g"_s);
            edges << Edge{i == 0 ? u"subject"_s : u"many%1"_s.arg(i - 1), u"many%1"_s.arg(i)};
        }
        view->setGraph(nodes, edges, {{u"g"_s, u"5 versions of many"_s, u"Versions"_s, false}}, {u"Base models"_s, u"Versions"_s, u"Versions"_s});
        pane.resize(1000, 520);
        pane.show();
    }
    void click(const QString &id) const { QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->rectOf(id).center()); }
};

/// As a mouse does it: the second press is the double click.
void doubleClick(LineageView *view, const QPoint &at)
{
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, at);
}

struct Large
{
    QList<Node> nodes{nodeOf(u"subject"_s, 0, {}, true)};
    QList<Edge> edges;
    QList<Group> groups;
};

/// As a model with hundreds of versions and what is built on them would be.
Large largePicture(int nodes, bool open)
{
    Large out;
    auto &[list, edges, groups] = out;
    for (int i = 1; i < nodes; ++i) {
        const int model = i / 11;
        const QString id = u"model-%1/%2"_s.arg(model).arg(i % 11);
        const bool runs = i % 11 == 10;
        list << nodeOf(id, runs ? 2 : 1, runs ? QString() : u"g%1"_s.arg(model));
        if (i % 11 == 0)
            groups << Group{u"g%1"_s.arg(model), u"10 versions of model-%1"_s.arg(model), u"Versions"_s, open};
        edges << Edge{u"subject"_s, id};
        if (i % 11 > 0)
            edges << Edge{u"model-%1/%2"_s.arg(model).arg(i % 11 - 1), id};
    }
    groups.prepend({u"g0"_s, u"9 versions of model-0"_s, u"Versions"_s, open});
    return out;
}

bool nodesOverlap(const LayeredGraph &graph, const QSizeF &size)
{
    for (int i = 0; i < graph.nodes.size(); ++i) {
        for (int j = i + 1; j < graph.nodes.size(); ++j) {
            if (QRectF(graph.nodes[i], size).adjusted(0.1, 0.1, -0.1, -0.1).intersects(QRectF(graph.nodes[j], size)))
                return true;
        }
    }
    return false;
}

} // namespace

class TestLineageView : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnAnyWarning(); }

    void aGroupStandsForItsMembersUntilItIsClicked()
    {
        Picture picture;
        QVERIFY(!picture.view->isOpen(u"g"_s));
        QCOMPARE(picture.view->rectOf(u"many0"_s), picture.view->rectOf(u"many4"_s));
        picture.click(u"many0"_s);
        QVERIFY(picture.view->isOpen(u"g"_s));
        QVERIFY(picture.view->rectOf(u"many0"_s) != picture.view->rectOf(u"many4"_s));
        QCOMPARE(picture.view->currentId(), u"many0"_s);
        QCOMPARE(picture.activated.count(), 0);
        // The head of the frame puts them together again.
        const QRect top = picture.view->rectOf(u"many0"_s);
        QTest::mouseClick(picture.view->viewport(), Qt::LeftButton, {}, QPoint(top.center().x(), top.top() - 12));
        QVERIFY(!picture.view->isOpen(u"g"_s));
        QCOMPARE(picture.view->currentId(), u"g"_s);
    }

    void aDoubleClickOnAGroupOnlyOpensIt()
    {
        Picture picture;
        const QPoint at = picture.view->rectOf(u"many0"_s).center();
        doubleClick(picture.view, at);
        QVERIFY(picture.view->isOpen(u"g"_s));
        QCOMPARE(picture.activated.count(), 0);
        doubleClick(picture.view, picture.view->rectOf(u"lone"_s).center());
        QCOMPARE(picture.activated.count(), 1);
        QCOMPARE(picture.activated.first().first().toString(), u"lone"_s);
    }

    void keysOpenAndCloseGroups()
    {
        Picture picture;
        picture.view->setFocus();
        picture.view->setCurrentId(u"g"_s);
        QTest::keyClick(picture.view, Qt::Key_Return);
        QVERIFY(picture.view->isOpen(u"g"_s));
        QTest::keyClick(picture.view, Qt::Key_Space);
        QVERIFY(!picture.view->isOpen(u"g"_s));
        QTest::keyClick(picture.view, Qt::Key_Space);
        QVERIFY(picture.view->isOpen(u"g"_s));
        QTest::keyClick(picture.view, Qt::Key_Return);
        QCOMPARE(picture.activated.first().first().toString(), u"many0"_s);
        const auto buttons = picture.pane.findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->text() == u"Close all"_s)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(!picture.view->isOpen(u"g"_s));
    }

    void theWayThroughTheSelectedStandsOut()
    {
        Picture picture;
        QCOMPARE(picture.view->currentId(), u"subject"_s);
        QCOMPARE(picture.view->litIds(), (QStringList{u"base"_s, u"g"_s, u"lone"_s, u"subject"_s}));
        picture.click(u"stranger"_s);
        QCOMPARE(picture.view->litIds(), (QStringList{u"base"_s, u"stranger"_s}));
        picture.click(u"base"_s);
        QCOMPARE(picture.view->litIds(), QStringList()); // everything comes from it: nothing to set apart
        picture.view->setOpen(u"g"_s, true);
        picture.view->setCurrentId(u"many1"_s);
        QVERIFY(!picture.view->litIds().contains(u"lone"_s));
        QVERIFY(picture.view->litIds().contains(u"many4"_s));
        QVERIFY(picture.view->litIds().contains(u"base"_s));
    }

    void arrowsGoAlongEdges()
    {
        Picture picture;
        picture.view->setFocus();
        QTest::keyClick(picture.view, Qt::Key_Left);
        QCOMPARE(picture.view->currentId(), u"base"_s);
        QTest::keyClick(picture.view, Qt::Key_Left);
        QCOMPARE(picture.view->currentId(), u"base"_s);
        picture.view->setCurrentId(u"lone"_s);
        QTest::keyClick(picture.view, Qt::Key_Right); // no edge leads on from it
        QCOMPARE(picture.view->currentId(), u"lone"_s);
        picture.view->setOpen(u"g"_s, true);
        picture.view->setCurrentId(u"many2"_s);
        QTest::keyClick(picture.view, Qt::Key_Right);
        QCOMPARE(picture.view->currentId(), u"many3"_s);
        QTest::keyClick(picture.view, Qt::Key_Up);
        QCOMPARE(picture.view->currentId(), u"many2"_s);
    }

    void searchStepsThroughWhatItFinds()
    {
        Picture picture;
        picture.view->setFocus();
        QTest::keyClick(picture.view, Qt::Key_Slash);
        QTRY_VERIFY(picture.pane.words()->hasFocus());
        QTest::keyClicks(picture.pane.words(), u"MANY"_s);
        QCOMPARE(picture.view->matchCount(), 5);
        QCOMPARE(picture.view->currentId(), u"many0"_s);
        QVERIFY(picture.view->isOpen(u"g"_s)); // what is found is shown
        QTest::keyClick(picture.pane.words(), Qt::Key_Return);
        QCOMPARE(picture.view->currentId(), u"many1"_s);
        QTest::keyClick(picture.pane.words(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(picture.view->currentId(), u"many0"_s);
        picture.view->setFocus();
        QTest::keyClick(picture.view, Qt::Key_N, Qt::ShiftModifier);
        QCOMPARE(picture.view->currentId(), u"many4"_s);
        QTest::keyClick(picture.view, Qt::Key_N);
        QCOMPARE(picture.view->currentId(), u"many0"_s);
        QTest::keyClick(picture.view, Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(picture.pane.words()->hasFocus());
        QTest::keyClicks(picture.pane.words(), u"x"_s); // replaces what was selected
        QCOMPARE(picture.view->matchCount(), 0);
        QTest::keyClick(picture.view, Qt::Key_N);
        QCOMPARE(picture.view->currentId(), u"many0"_s);
        QTest::keyClick(picture.pane.words(), Qt::Key_Escape);
        QVERIFY(picture.pane.words()->text().isEmpty());
        QTRY_VERIFY(picture.view->hasFocus());
    }

    void zoomKeepsWhatIsUnderTheMouse()
    {
        LineageView view(u"Lineage"_s);
        const Large all = largePicture(77, true);
        view.setGraph(all.nodes, all.edges, all.groups, {u"Base"_s, u"Versions"_s, u"Deployments"_s});
        view.resize(600, 400);
        view.show();
        QTRY_VERIFY(view.isLaidOut());
        QCOMPARE(view.zoom(), 1.0);
        view.setCurrentId(u"model-4/5"_s);
        const QPoint held = view.rectOf(u"model-4/5"_s).center();
        QWheelEvent wheel(held, view.viewport()->mapToGlobal(held), {}, {0, -240}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view.viewport(), &wheel);
        QVERIFY(view.zoom() < 0.75);
        QVERIFY(std::abs(view.rectOf(u"model-4/5"_s).center().y() - held.y()) < 4);
        QTest::keyClick(&view, Qt::Key_F);
        const double fitted = view.zoom();
        QVERIFY(fitted < 0.3);
        QVERIFY(view.viewport()->rect().contains(view.rectOf(u"model-0/1"_s)));
        QVERIFY(view.viewport()->rect().contains(view.rectOf(u"model-6/9"_s)));
        QTest::keyClick(&view, Qt::Key_0);
        QCOMPARE(view.zoom(), 1.0);
        QTest::keyClick(&view, Qt::Key_Minus);
        QVERIFY(view.zoom() < 1.0);
        QTest::keyClick(&view, Qt::Key_Plus);
        QCOMPARE(view.zoom(), 1.0);
        for (int i = 0; i < 60; ++i)
            QTest::keyClick(&view, Qt::Key_Minus);
        QCOMPARE(view.zoom(), 0.05);
    }

    void whatIsSelectedAndOpenSurvivesNewData()
    {
        Picture picture;
        picture.view->setOpen(u"g"_s, true);
        picture.view->setCurrentId(u"many3"_s);
        QList<Node> nodes{nodeOf(u"subject"_s, 1, {}, true), nodeOf(u"many3"_s, 2, u"g"_s), nodeOf(u"many4"_s, 2, u"g"_s)};
        picture.view->setGraph(nodes, {{u"subject"_s, u"many3"_s}}, {{u"g"_s, u"2 versions"_s, u"Versions"_s, false}});
        QVERIFY(picture.view->isOpen(u"g"_s));
        QCOMPARE(picture.view->currentId(), u"many3"_s);
        nodes.removeAt(1);
        picture.view->setGraph(nodes, {}, {});
        QCOMPARE(picture.view->currentId(), u"subject"_s);
        picture.view->setGraph({}, {}, {});
        QVERIFY(picture.view->currentId().isEmpty());
        QTest::keyClick(picture.view, Qt::Key_Right);
        QTest::keyClick(picture.view, Qt::Key_Space);
        QTest::mouseClick(picture.view->viewport(), Qt::LeftButton, {}, QPoint(50, 60));
    }

    void hostileNamesAreShownEscapedAndCut()
    {
        LineageView view(u"Lineage"_s);
        Node bidi = nodeOf(u"claims\u202Egnp.exe"_s, 0, {}, true);
        Node endless = nodeOf(u"e"_s, 1);
        endless.name = QString(10'000, u'W');
        Node markup = nodeOf(u"<img src=x onerror=y>"_s, 2);
        view.setGraph({bidi, endless, markup}, {{bidi.id, u"e"_s}, {u"e"_s, markup.id}});
        view.resize(700, 200);
        view.show();
        QVERIFY(view.accessibleDescription().contains(u"⟨U+202E⟩"_s));
        QVERIFY(!view.accessibleDescription().contains(QChar(0x202e)));
        QVERIFY(view.accessibleDescription().size() < 1500);
        QVERIFY(!view.grab().isNull());
        QCOMPARE(view.search(u"img src"_s), 1);
    }

    void everythingHasAName()
    {
        Picture picture;
        QCOMPARE(test::unnamedWidgets(&picture.pane), QStringList());
        QVERIFY(picture.view->accessibleDescription().contains(u"Versions 5 versions of many from subject"_s));
    }

    void largePicturesDoNotOverlapAndStandInTheirColumns()
    {
        LineageScene scene;
        QList<Node> nodes;
        QList<Edge> edges;
        for (int i = 0; i < 500; ++i) {
            nodes << nodeOf(QString::number(i), i % 4, i % 4 == 2 ? u"g%1"_s.arg(i / 40) : QString());
            edges << Edge{QString::number((i * 7) % 500), QString::number(i)} << Edge{QString::number((i * 13 + 1) % 500), QString::number(i)};
        }
        QList<Group> groups;
        for (int i = 0; i < 13; ++i)
            groups << Group{u"g%1"_s.arg(i), u"some"_s, u"Versions"_s, i % 2 == 0};
        scene.setGraph(nodes, edges, groups);
        const auto spacing = LineagePainter::spacing(Theme::current(), true);
        const auto graph = LayeredGraph::layOut(int(scene.shown().size()), scene.shownEdges(), spacing, scene.wishes());
        QVERIFY(!nodesOverlap(graph, spacing.node));
        QHash<int, QList<double>> blocks;
        for (int place = 0; place < scene.shown().size(); ++place) {
            const auto &shown = scene.shown()[place];
            QCOMPARE(graph.layers[place], nodes[shown.members.first()].column);
            if (!shown.isGroup() && shown.group >= 0)
                blocks[shown.group] << graph.nodes[place].y();
        }
        // The members of an open group follow one another, with nothing between them.
        for (QList<double> heights : blocks) {
            for (qsizetype i = 1; i < heights.size(); ++i)
                QCOMPARE(heights[i] - heights[i - 1], spacing.node.height() + spacing.betweenNodes);
            int strangers = 0;
            for (int place = 0; place < scene.shown().size(); ++place) {
                const double y = graph.nodes[place].y();
                strangers += graph.layers[place] == 2 && y >= heights.first() && y <= heights.last();
            }
            QCOMPARE(strangers, int(heights.size()));
        }
    }

    void straightWhatCanBeStraight()
    {
        // Three chains side by side.
        QList<LayeredGraph::Edge> edges;
        for (int i = 0; i < 9; ++i)
            edges << LayeredGraph::Edge{i, i + 3};
        const auto graph = LayeredGraph::layOut(12, edges, {QSizeF(100, 40), 40, 12});
        for (const auto &edge : edges)
            QCOMPARE(graph.nodes[edge.from].y(), graph.nodes[edge.to].y());
    }

    void layingOutAndPaintingAgainstBareRectangles()
    {
        // The same boxes with the same words, without edges, icons, states or order: nobody could do with less.
        constexpr int count = 500;
        const auto best = [](const std::function<void()> &work) {
            qint64 out = std::numeric_limits<qint64>::max();
            for (int round = 0; round < 7; ++round) {
                QElapsedTimer timer;
                timer.start();
                work();
                out = std::min(out, timer.nsecsElapsed());
            }
            return double(out);
        };
        QImage image(4000, 9000, QImage::Format_ARGB32_Premultiplied);
        const Theme theme = Theme::current();
        const double bare = best([&] {
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            for (int i = 0; i < count; ++i) {
                const QRectF box((i % 10) * 200, (i / 10) * 60, 168, 44);
                painter.setPen(Qt::gray);
                painter.setBrush(Qt::white);
                painter.drawRoundedRect(box, 6, 6);
                painter.setPen(Qt::black);
                painter.setFont(theme.font(TextSize::Small));
                painter.drawText(box.adjusted(34, 4, -8, -22), int(Qt::AlignVCenter), u"Version"_s);
                painter.setFont(theme.font());
                painter.drawText(box.adjusted(34, 22, -8, -4), int(Qt::AlignVCenter), u"model-%1/%2"_s.arg(i / 11).arg(i % 11));
            }
        });
        LineageScene scene;
        const Large all = largePicture(count, true);
        LineagePainter painterOfAll;
        double layout = 0;
        const double ours = best([&] {
            QElapsedTimer timer;
            timer.start();
            scene.setGraph(all.nodes, all.edges, all.groups);
            const auto graph = LayeredGraph::layOut(int(scene.shown().size()), scene.shownEdges(), LineagePainter::spacing(theme, true), scene.wishes());
            painterOfAll.setLayout(scene, graph, theme);
            layout = double(timer.nsecsElapsed());
            image.fill(Qt::white);
            QPainter painter(&image);
            painterOfAll.paint(&painter, QRectF(image.rect()), 1.0, {});
        });
        qInfo("figure | laying out and painting a lineage of %d things against as many bare boxes with their words | %.1f times (layout alone %.1f)",
              count, ours / bare, layout / bare);
        QCOMPARE(int(painterOfAll.graph().nodes.size()), count);
    }
};

QTEST_MAIN(TestLineageView)
#include "tst_lineageview.moc"
