// SPDX-License-Identifier: GPL-3.0-or-later
#include "support.h"

#include "ui/widgets/intervalplot.h"
#include "ui/widgets/lineageview.h"
#include "ui/widgets/markdownview.h"

#include <QClipboard>
#include <QFile>
#include <QMimeData>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBlock>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

/// Counts what the document asks for, and lets MarkdownView answer.
class WatchedView final : public MarkdownView
{
public:
    using MarkdownView::MarkdownView;
    QVariant loadResource(int type, const QUrl &name) override
    {
        const QVariant answer = MarkdownView::loadResource(type, name);
        if (answer.isValid())
            loaded << name.toString();
        return answer;
    }
    QStringList loaded;
};

bool overlaps(const LayeredGraph &graph, QSizeF node)
{
    for (qsizetype i = 0; i < graph.nodes.size(); ++i) {
        for (qsizetype j = i + 1; j < graph.nodes.size(); ++j) {
            if (QRectF(graph.nodes[i], node).intersects(QRectF(graph.nodes[j], node)))
                return true;
        }
    }
    return false;
}

const LayeredGraph::Spacing spacing{QSizeF(100, 40), 30, 10};

} // namespace

class TestEvidence : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnAnyWarning(); }

    void markdownLoadsNothing()
    {
        QTemporaryDir folder;
        const QString secret = folder.filePath(u"secret.png"_s);
        QImage picture(20, 20, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QVERIFY(picture.save(secret));
        QFile css(folder.filePath(u"x.css"_s));
        QVERIFY(css.open(QIODevice::WriteOnly));
        css.write("body{color:red}");
        css.close();
        const QString url = QUrl::fromLocalFile(secret).toString();
        WatchedView view(u"Card"_s);
        view.setMarkdownText(u"![a](%1) ![b](//host/share/x.png) ![c](http://127.0.0.1:1/x.png) ![d](data:image/png;base64,AAAA)\n\n"
                             "<img src=\"%1\"> <link rel=stylesheet href=\"file://%2\"> <script>x</script>"_s.arg(url, css.fileName()));
        view.resize(400, 300);
        view.show();
        const QImage shown = view.grab().toImage();
        QCOMPARE(view.loaded, QStringList());
        for (int y = 0; y < shown.height(); ++y) {
            for (int x = 0; x < shown.width(); ++x)
                QVERIFY(shown.pixelColor(x, y) != QColor(Qt::red));
        }
        QVERIFY(view.toPlainText().contains(u"[picture not shown: "_s));
        QVERIFY(view.toPlainText().contains(u"<script>"_s));
        view.setSource(QUrl::fromLocalFile(css.fileName()));
        QVERIFY(!view.toPlainText().contains(u"color:red"_s));
    }

    void markdownShowsHiddenText()
    {
        MarkdownView view(u"Card"_s);
        view.setMarkdownText(u"safe\u202Eevil\u200Bx"_s);
        QVERIFY(view.toPlainText().contains(u"safe⟨U+202E⟩evil⟨U+200B⟩x"_s));
        view.setRawText(u"# not a heading \u2066"_s);
        QCOMPARE(view.toPlainText(), u"# not a heading ⟨U+2066⟩"_s);
    }

    void markdownSurvivesAnything_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("nested quotes") << QString(5000, u'>') + u" x"_s;
        QTest::newRow("nested lists") << QString(u"- "_s).repeated(3000) + u"x"_s;
        QTest::newRow("long line") << QString(200'000, u'a');
        QTest::newRow("brackets") << QString(5000, u'[');
        QTest::newRow("stars") << QString(u"*a "_s).repeated(3000);
        QTest::newRow("too long") << QString(2 * 1024 * 1024, u'b');
        QTest::newRow("nul") << QString(QChar(0)) + u"x"_s;
    }
    void markdownSurvivesAnything()
    {
        QFETCH(QString, text);
        MarkdownView view(u"Card"_s);
        view.setMarkdownText(text);
        QVERIFY(view.document()->characterCount() < 1'300'000);
        if (text.size() > MarkdownView::maximumLength)
            QVERIFY(view.toPlainText().endsWith(u"what is shown.]"_s));
    }

    void linksAreShownNotOpened_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("https") << u"https://example.org/a?b#c"_s << true;
        QTest::newRow("mail") << u"mailto:a@example.org"_s << true;
        QTest::newRow("http") << u"http://example.org"_s << false;
        QTest::newRow("file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("unc") << u"file://host/share"_s << false;
        QTest::newRow("script") << u"javascript:alert(1)"_s << false;
        QTest::newRow("data") << u"data:text/html,x"_s << false;
        QTest::newRow("own") << u"countersign://releases/1"_s << false;
        QTest::newRow("disguised") << u"https://example.org@evil.example/"_s << false;
        QTest::newRow("relative") << u"../x"_s << false;
        QTest::newRow("no host") << u"https:///x"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void linksAreShownNotOpened()
    {
        QFETCH(QString, link);
        QFETCH(bool, allowed);
        QCOMPARE(MarkdownView::isAllowedLink(QUrl(link)), allowed);
        MarkdownView view(u"Card"_s);
        view.setMarkdownText(u"text"_s);
        QSignalSpy requested(&view, &MarkdownView::linkRequested);
        QSignalSpy refused(&view, &MarkdownView::linkRefused);
        emit view.anchorClicked(QUrl(link));
        QCOMPARE(requested.count(), allowed ? 1 : 0);
        QCOMPARE(refused.count(), allowed ? 0 : 1);
        QCOMPARE(view.toPlainText(), u"text"_s);
    }

    void linksReadAsTheyAre()
    {
        const QUrl cyrillic(u"https://еxample.org/"_s);
        QVERIFY(MarkdownView::readableLink(cyrillic).startsWith(u"https://xn--"_s));
        QCOMPARE(MarkdownView::readableLink(QUrl(u"https://a.example/\u202E"_s)), u"https://a.example/%E2%80%AE"_s);
    }

    void copiedTextIsPlain()
    {
        MarkdownView view(u"Card"_s);
        view.setMarkdownText(u"[bank](https://evil.example)"_s);
        view.selectAll();
        view.copy();
        QCOMPARE(QApplication::clipboard()->mimeData()->formats(), QStringList{u"text/plain"_s});
    }

    void layersFollowEdges()
    {
        const auto graph = LayeredGraph::layOut(5, {{0, 2}, {1, 2}, {2, 3}, {0, 3}, {3, 4}}, spacing);
        QCOMPARE(graph.layers, (QList<int>{0, 0, 1, 2, 3}));
        QVERIFY(!overlaps(graph, spacing.node));
        QCOMPARE(graph.edges.size(), 5);
        QCOMPARE(graph.edges[3].size(), 4);
        QCOMPARE(graph.edges[0].first(), graph.nodes[0] + QPointF(100, 20));
        QCOMPARE(graph.edges[0].last(), graph.nodes[2] + QPointF(0, 20));
    }

    void oddGraphsAreDrawn_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<QList<QPoint>>("edges");
        QTest::newRow("none") << 0 << QList<QPoint>{};
        QTest::newRow("negative") << -3 << QList<QPoint>{{0, 1}};
        QTest::newRow("one") << 1 << QList<QPoint>{{0, 0}};
        QTest::newRow("circle") << 3 << QList<QPoint>{{0, 1}, {1, 2}, {2, 0}};
        QTest::newRow("two circles") << 4 << QList<QPoint>{{0, 1}, {1, 0}, {2, 3}, {3, 2}};
        QTest::newRow("out of range") << 2 << QList<QPoint>{{0, 7}, {-1, 0}};
        QTest::newRow("twice") << 2 << QList<QPoint>{{0, 1}, {0, 1}};
        QRandomGenerator random(7);
        QList<QPoint> many;
        for (int i = 0; i < 150; ++i)
            many << QPoint(random.bounded(60), random.bounded(60));
        QTest::newRow("sixty at random") << 60 << many;
    }
    void oddGraphsAreDrawn()
    {
        QFETCH(int, nodes);
        QFETCH(QList<QPoint>, edges);
        QList<LayeredGraph::Edge> list;
        for (const QPoint &edge : edges)
            list << LayeredGraph::Edge{edge.x(), edge.y()};
        const auto graph = LayeredGraph::layOut(nodes, list, spacing);
        QCOMPARE(graph.nodes.size(), std::max(0, nodes));
        QVERIFY(!overlaps(graph, spacing.node));
        for (const QPointF &node : graph.nodes)
            QVERIFY(QRectF(QPointF(-0.01, -0.01), graph.size + QSizeF(1, 1)).contains(QRectF(node, spacing.node)));
        const auto again = LayeredGraph::layOut(nodes, list, spacing);
        QCOMPARE(again.nodes, graph.nodes);
    }

    void lineageIsWalkedByKeyAndClick()
    {
        LineageView view(u"Lineage"_s);
        view.setGraph({{u"d"_s, u"Dataset"_s, u"claims"_s, u"dataset"_s, {}, false},
                       {u"v"_s, u"Version"_s, u"triage 7"_s, u"models"_s, chipFor(ChipState::InReview), true},
                       {u"p"_s, u"Deployment"_s, u"prod"_s, u"deployment"_s, {}, false},
                       {u"q"_s, u"Deployment"_s, u"shadow"_s, u"deployment"_s, {}, false}},
                      {{u"d"_s, u"v"_s}, {u"v"_s, u"p"_s}, {u"v"_s, u"q"_s}, {u"v"_s, u"missing"_s}});
        view.resize(900, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy activated(&view, &LineageView::activated);
        QCOMPARE(view.currentId(), u"v"_s);
        QTest::keyClick(&view, Qt::Key_Right);
        const QString first = view.currentId();
        QVERIFY(first == u"p"_s || first == u"q"_s);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Up);
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.currentId(), u"d"_s);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.currentId(), u"d"_s);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.first().first().toString(), u"d"_s);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.viewport()->rect().center());
        QCOMPARE(activated.count(), 1);
        QCOMPARE(view.currentId(), u"v"_s);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.viewport()->rect().center());
        QCOMPARE(activated.last().first().toString(), u"v"_s);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(2, 2));
        QCOMPARE(activated.count(), 2);
        QVERIFY(view.accessibleDescription().contains(u"Version triage 7 In review from claims"_s));
        view.setGraph({}, {});
        QVERIFY(view.currentId().isEmpty());
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.count(), 2);
    }

    void lineageIsPanned()
    {
        LineageView view(u"Lineage"_s);
        QList<LineageView::Node> nodes;
        QList<LineageView::Edge> edges;
        for (int i = 0; i < 12; ++i) {
            nodes << LineageView::Node{QString::number(i), u"Version"_s, QString::number(i), {}, {}, i == 0};
            edges << LineageView::Edge{QString::number(i), QString::number(i + 1)};
        }
        view.setGraph(nodes, edges);
        view.resize(400, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(view.horizontalScrollBar()->maximum() > 0);
        QSignalSpy activated(&view, &LineageView::activated);
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, QPoint(300, 100));
        QTest::mouseMove(view.viewport(), QPoint(250, 100));
        QMouseEvent move(QEvent::MouseMove, QPointF(200, 100), view.viewport()->mapToGlobal(QPointF(200, 100)), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.viewport(), &move);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, QPoint(200, 100));
        QCOMPARE(view.horizontalScrollBar()->value(), 100);
        QCOMPARE(activated.count(), 0);
        for (int i = 0; i < 11; ++i)
            QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentId(), u"11"_s);
        QCOMPARE(view.horizontalScrollBar()->value(), view.horizontalScrollBar()->maximum());
    }

    void intervalsAreSaid()
    {
        IntervalPlot plot(u"Recall by group"_s);
        plot.setRows({{u"Women"_s, 0.872, 0.851, 0.891, 1104}, {u"Men"_s, 0.949, 0.938, 0.958, 1190},
                      {u"Not stated"_s, 0.91, 0.85, 0.94, 9, true}, {u"Other"_s, qQNaN(), qQNaN(), qQNaN(), 0}});
        plot.setThreshold(0.9);
        QVERIFY(plot.accessibleDescription().contains(u"Women: 0.872 (0.851–0.891), n 1,104, fails"_s));
        QVERIFY(plot.accessibleDescription().contains(u"too few to judge"_s));
        QVERIFY(plot.accessibleDescription().contains(u"Other: not measured"_s));
        QVERIFY(!plot.accessibleDescription().contains(u"Men: 0.949 (0.938–0.958), n 1,190, fails"_s));
        plot.setThreshold(0.9, false);
        QVERIFY(plot.accessibleDescription().contains(u"n 1,190, fails"_s));
    }

    void intervalsPaintAnything_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("width");
        for (const double value : {0.5, 0.0, qQNaN(), qInf(), 1e300, -1e-300}) {
            for (const int width : {1, 60, 400})
                QTest::addRow("%g in %d", value, width) << value << width;
        }
    }
    void intervalsPaintAnything()
    {
        QFETCH(double, value);
        QFETCH(int, width);
        IntervalPlot plot(u"x"_s);
        plot.setRows({{u"A very long name of a group that does not fit"_s, value, value, value, 5}, {{}, value, qQNaN(), 1, -1}});
        plot.setThreshold(value);
        plot.resize(width, 80);
        QVERIFY(!plot.grab().isNull());
        plot.setRows({});
        plot.setThreshold({});
        QVERIFY(!plot.grab().isNull());
    }
};

QTEST_MAIN(TestEvidence)
#include "tst_evidence.moc"
