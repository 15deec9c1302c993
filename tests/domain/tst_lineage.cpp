// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/lineagegraph.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

using Kind = LineageNode::Kind;

Version versionOf(const QString &model, const QString &label, const Lineage &lineage = {})
{
    Version out;
    out.model = model;
    out.version = label;
    out.lineage = lineage;
    return out;
}

Lineage based(const QString &base, const QString &relation = u"finetune"_s)
{
    Lineage out;
    out.baseModel = base;
    out.baseModelRelation = relation;
    return out;
}

Lineage follows(const QString &parent)
{
    Lineage out;
    out.parent = parent;
    return out;
}

Model modelOf(const QString &name)
{
    Model out;
    out.name = name;
    return out;
}

const QString digestA = u"sha256:"_s + QString(64, u'a');
const QString digestB = u"sha256:"_s + QString(64, u'b');

/// "version:b/1 1" a line.
QStringList said(const LineageGraph &graph, const QList<LineageStep> &steps)
{
    QStringList out;
    for (const LineageStep &step : steps)
        out << graph.nodes()[step.node].id + u' ' + QString::number(step.distance);
    return out;
}

} // namespace

class TestLineage : public QObject
{
    Q_OBJECT
private slots:
    void bothQuestionsAreAnsweredNearestFirst()
    {
        Lineage first = based(u"mistral-7b"_s);
        first.datasets = {{u"claims"_s, digestA, u"cc-by-4.0"_s}};
        first.run = u"mlflow:1"_s;
        first.sourceCommit = u"4f1d2c8e"_s;
        first.sourceRepository = u"https://example.org/code"_s;
        Deployment deployment;
        deployment.version = u"b/1"_s;
        deployment.environment = u"production"_s;
        deployment.endpoint = u"eu-b"_s;
        deployment.request = u"01REQ"_s;
        const LineageGraph graph = buildLineage({versionOf(u"a"_s, u"1"_s, first), versionOf(u"b"_s, u"1"_s, based(u"a/1"_s, u"adapter"_s)),
                                                 versionOf(u"a"_s, u"2"_s, follows(u"1"_s))},
                                                {modelOf(u"a"_s), modelOf(u"b"_s)}, {{u"01DEP"_s, deployment}});
        const int version = graph.indexOf(u"version:a/1"_s);
        QCOMPARE(said(graph, graph.whatIsBuiltOn(version)),
                 (QStringList{u"version:a/2 1"_s, u"version:b/1 1"_s, u"deployment:01DEP 2"_s}));
        const int running = graph.indexOf(u"deployment:01DEP"_s);
        QCOMPARE(said(graph, graph.whatItCameFrom(running)),
                 (QStringList{u"version:b/1 1"_s, u"version:a/1 2"_s, u"dataset@"_s + digestA + u":claims 3"_s, u"base:mistral-7b 3"_s,
                              u"run:mlflow:1 3"_s, u"commit:4f1d2c8e 3"_s}));
        const LineageStep step = graph.whatIsBuiltOn(version)[1];
        QCOMPARE(graph.edges()[step.edge].relation, LineageRelation::BasedOn);
        QCOMPARE(graph.edges()[step.edge].word, u"adapter"_s);
        QCOMPARE(graph.nodes()[running].name, u"eu-b"_s);
        QCOMPARE(graph.nodes()[running].record, u"01REQ"_s);
        QCOMPARE(graph.nodes()[graph.indexOf(u"commit:4f1d2c8e"_s)].detail, u"https://example.org/code"_s);
        QVERIFY(graph.whatIsBuiltOn(-1).isEmpty());
        QVERIFY(graph.whatItCameFrom(99).isEmpty());
    }

    void circlesEnd()
    {
        const LineageGraph graph = buildLineage({versionOf(u"a"_s, u"1"_s, based(u"b/1"_s)), versionOf(u"b"_s, u"1"_s, based(u"c/1"_s)),
                                                 versionOf(u"c"_s, u"1"_s, based(u"a/1"_s)), versionOf(u"d"_s, u"1"_s, based(u"d/1"_s))},
                                                {}, {});
        const int first = graph.indexOf(u"version:a/1"_s);
        QCOMPARE(said(graph, graph.whatIsBuiltOn(first)), (QStringList{u"version:c/1 1"_s, u"version:b/1 2"_s}));
        QCOMPARE(said(graph, graph.whatItCameFrom(first)), (QStringList{u"version:b/1 1"_s, u"version:c/1 2"_s}));
        QVERIFY(graph.whatIsBuiltOn(graph.indexOf(u"version:d/1"_s)).isEmpty());
        QCOMPARE(graph.around(first, 10).nodes().size(), 3);
    }

    void datasetsAreToldApartByDigest()
    {
        Lineage one, two, three;
        one.datasets = {{u"claims"_s, digestA, u"cc-by-4.0"_s}, {u"claims"_s, digestA, {}}};
        two.datasets = {{u"claims"_s, digestB, {}}, {u"other"_s, {}, {}}};
        three.datasets = {{u"claims"_s, {}, {}}, {u"claims"_s, digestA, u"CC-BY-NC-4.0"_s}};
        const LineageGraph graph = buildLineage(
            {versionOf(u"a"_s, u"1"_s, one), versionOf(u"a"_s, u"2"_s, two), versionOf(u"a"_s, u"3"_s, three)}, {}, {});
        QCOMPARE(graph.nodes().size(), 7);
        QCOMPARE(graph.edges().size(), 5);
        const LineageNode known = graph.nodes()[graph.indexOf(u"dataset@"_s + digestA + u":claims"_s)];
        const LineageNode nameOnly = graph.nodes()[graph.indexOf(u"dataset:claims"_s)];
        const LineageNode other = graph.nodes()[graph.indexOf(u"dataset:other"_s)];
        QVERIFY(!known.nameOnly);
        QVERIFY(nameOnly.nameOnly);
        QCOMPARE(known.sameName, 2);
        QCOMPARE(nameOnly.sameName, 2);
        QVERIFY(other.nameOnly);
        QCOMPARE(other.sameName, 0);
        QCOMPARE(known.licence, u"cc-by-4.0"_s);
        QCOMPARE(known.otherLicences, QStringList{u"CC-BY-NC-4.0"_s});
        QCOMPARE(said(graph, graph.whatIsBuiltOn(graph.indexOf(known.id))), (QStringList{u"version:a/1 1"_s, u"version:a/3 1"_s}));
    }

    void namesThatAreNotHereAreNodes()
    {
        const LineageGraph graph = buildLineage({versionOf(u"a"_s, u"2"_s, follows(u"1"_s)), versionOf(u"b"_s, u"1"_s, based(u"a/9"_s)),
                                                 versionOf(u"c"_s, u"1"_s, based(u"org/some-model"_s)), versionOf(u"c"_s, u"2"_s, based(u"a"_s))},
                                                {modelOf(u"a"_s), modelOf(u"b"_s), modelOf(u"c"_s)}, {});
        for (const QString &id : {u"version:a/1"_s, u"version:a/9"_s}) {
            const int at = graph.indexOf(id);
            QVERIFY2(at >= 0, qPrintable(id));
            QVERIFY(!graph.nodes()[at].here);
            QVERIFY(graph.nodes()[at].record.isEmpty());
            QCOMPARE(graph.nodes()[at].model, u"a"_s);
        }
        QVERIFY(graph.nodes()[graph.indexOf(u"version:a/2"_s)].here);
        QVERIFY(graph.indexOf(u"base:org/some-model"_s) >= 0);
        QVERIFY(graph.indexOf(u"base:a"_s) >= 0);
    }

    void licencesAreInheritedFromWhatItIsMadeOf()
    {
        Lineage first = based(u"outside"_s);
        first.datasets = {{u"claims"_s, digestA, u"cc-by-nc-sa-4.0"_s}};
        first.run = u"r"_s;
        Lineage second = based(u"a/1"_s);
        second.parent = u"0"_s;
        const LineageGraph graph = buildLineage({versionOf(u"a"_s, u"1"_s, first), versionOf(u"b"_s, u"0"_s), versionOf(u"b"_s, u"1"_s, second)}, {}, {},
                                                {{u"b/1"_s, u"apache-2.0"_s}, {u"a/1"_s, u"Apache-2.0"_s}, {u"b/0"_s, u"gpl-3.0"_s}});
        const QList<LicenceFact> facts = graph.inheritedLicences(graph.indexOf(u"version:b/1"_s));
        QCOMPARE(facts.size(), 3);
        QCOMPARE(graph.nodes()[facts[0].node].id, u"version:a/1"_s);
        QVERIFY(!facts[0].differs);
        QCOMPARE(facts[1].licence, u"cc-by-nc-sa-4.0"_s);
        QVERIFY(facts[1].differs);
        QVERIFY(facts[1].terms.nonCommercial);
        QCOMPARE(graph.nodes()[facts[2].node].id, u"base:outside"_s);
        QVERIFY(facts[2].licence.isEmpty());
        QVERIFY(!facts[2].differs);
    }

    void termsAreReadOffIdentifiers_data()
    {
        QTest::addColumn<QString>("licence");
        QTest::addColumn<LicenceTerms>("terms");
        QTest::newRow("apache") << u"apache-2.0"_s << LicenceTerms{};
        QTest::newRow("cc nc nd") << u"CC-BY-NC-ND-4.0"_s << LicenceTerms{true, true, false};
        QTest::newRow("cc sa") << u"cc-by-sa-3.0"_s << LicenceTerms{false, false, true};
        QTest::newRow("in words") << u"CC BY-NC 4.0"_s << LicenceTerms{true, false, false};
        QTest::newRow("agpl") << u"AGPL-3.0-only"_s << LicenceTerms{false, false, true};
        QTest::newRow("expression") << u"(MIT OR GPL-2.0+)"_s << LicenceTerms{false, false, true};
        QTest::newRow("parts inside words") << u"Sandia-ncsa-handle"_s << LicenceTerms{};
        QTest::newRow("empty") << QString() << LicenceTerms{};
    }
    void termsAreReadOffIdentifiers()
    {
        QFETCH(QString, licence);
        QFETCH(LicenceTerms, terms);
        QCOMPARE(licenceTerms(licence), terms);
    }

    void aLongChainIsWalked()
    {
        constexpr int length = 100'000;
        QList<Version> versions;
        for (int i = 0; i < length; ++i) {
            Lineage lineage = i > 0 ? follows(QString::number(i - 1)) : Lineage();
            lineage.datasets = {{u"common"_s, digestA, {}}};
            versions << versionOf(u"m"_s, QString::number(i), lineage);
        }
        const LineageGraph graph = buildLineage(versions, {}, {});
        QCOMPARE(graph.nodes().size(), length + 1);
        QCOMPARE(graph.whatIsBuiltOn(graph.indexOf(u"version:m/0"_s)).last().distance, length - 1);
        QCOMPARE(graph.whatItCameFrom(graph.indexOf(u"version:m/99999"_s)).size(), length);
        QCOMPARE(graph.whatIsBuiltOn(graph.indexOf(u"dataset@"_s + digestA + u":common"_s)).size(), length);
        int leftOut = 0;
        const LineageGraph near = graph.around(graph.indexOf(u"version:m/50000"_s), 500, &leftOut);
        QCOMPARE(near.nodes().size(), 500);
        QCOMPARE(near.nodes().first().id, u"version:m/50000"_s);
        QCOMPARE(leftOut, length + 1 - 500);
    }

    void buildingGrowsWithTheRecordsAndNotTheirSquare()
    {
        // Many versions of one dataset, and one version of many datasets: whatever meets in one node.
        const auto timed = [](int size) {
            QList<Version> versions;
            Lineage wide;
            for (int i = 0; i < size; ++i) {
                Lineage lineage = based(u"outside"_s);
                lineage.datasets = {{u"common"_s, {}, {}}};
                versions << versionOf(u"m"_s, QString::number(i), lineage);
                wide.datasets << DatasetRef{u"common"_s, u"sha256:"_s + QString::number(i), {}};
            }
            versions << versionOf(u"m"_s, u"wide"_s, wide);
            qint64 best = std::numeric_limits<qint64>::max();
            for (int round = 0; round < 3; ++round) {
                QElapsedTimer timer;
                timer.start();
                const LineageGraph graph = buildLineage(versions, {}, {});
                if (graph.nodes().size() != 2 * size + 3)
                    return qint64(-1);
                best = std::min(best, timer.nsecsElapsed());
            }
            return best;
        };
        const qint64 small = timed(4'000);
        const qint64 large = timed(64'000);
        QVERIFY(small > 0 && large > 0);
        qInfo("sixteen times the records take %.1f times as long", double(large) / double(small));
        QVERIFY2(double(large) / double(small) < 80, "squared would be 256");
    }

    void targetsNameWhatIsLookedUp()
    {
        Lineage lineage = based(u"a/1"_s);
        lineage.parent = u"1"_s;
        lineage.run = u"r"_s;
        lineage.sourceCommit = u"c"_s;
        lineage.datasets = {{u"d"_s, digestA, {}}, {u"d"_s, digestB, {}}};
        QCOMPARE(lineageTargets(u"a"_s, lineage), (QStringList{u"model:a/1"_s, u"dataset:d"_s, u"run:r"_s, u"commit:c"_s}));
        QCOMPARE(lineageTargets(u"a"_s, {}), QStringList());
        QCOMPARE(parentKey(u"a"_s, follows(u"b/2"_s)), u"b/2"_s);
    }

    void hostileNamesStayNames()
    {
        const QString bidi = u"claims\u202Egnp.exe"_s;
        const QString endless(10'000, u'x');
        Lineage lineage = based(endless);
        lineage.datasets = {{bidi, {}, {}}, {u"a@sha256:b"_s, {}, {}}, {u"a"_s, u"sha256:b"_s, {}}};
        lineage.parent = u"/"_s;
        const LineageGraph graph = buildLineage({versionOf(u"a"_s, u"1"_s, lineage)}, {}, {});
        QCOMPARE(graph.whatItCameFrom(0).size(), graph.nodes().size() - 1);
        QCOMPARE(graph.nodes()[graph.indexOf(u"dataset:"_s + bidi)].name, bidi);
        QVERIFY(graph.indexOf(u"base:"_s + endless) > 0);
        // A name that looks like a name with its digest must not be taken for it.
        QCOMPARE(graph.nodes().size(), 6);
    }
};

QTEST_GUILESS_MAIN(TestLineage)
#include "tst_lineage.moc"
