// SPDX-License-Identifier: GPL-3.0-or-later
// What importers keep of a run has to be enough to say whether two runs compare.
#include "analysis/comparison.h"
#include "formats/formatstest.h"

#include <QDirIterator>

using namespace formatstest;

namespace {

Comparison rowOf(const QList<Comparison> &rows, const QString &task, const QString &metric)
{
    for (const Comparison &row : rows) {
        if (row.task == task && row.metric == metric)
            return row;
    }
    return {};
}

} // namespace

class TestImportedComparison : public QObject
{
    Q_OBJECT
private slots:
    void changedFiles_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("obstacle");
        const auto row = [](const char *name, const QByteArray &from, const QByteArray &to, Obstacle obstacle) {
            QTest::newRow(name) << from << to << int(obstacle);
        };
        row("nothing", "\"quiz\"", "\"quiz\"", Obstacle::None);
        row("shots", "\"quiz_birds\": 0", "\"quiz_birds\": 5", Obstacle::Shots);
        row("shots of another task", "\"sums\": 5", "\"sums\": 8", Obstacle::None);
        row("version of the task", "{\"quiz_birds\": 1.0", "{\"quiz_birds\": 2.0", Obstacle::Task);
        row("version of the tool", "\"0.4.8\"", "\"0.4.9\"", Obstacle::Tool);
        row("dataset", "\"dataset_name\": \"birds\"", "\"dataset_name\": \"fish\"", Obstacle::Dataset);
        row("limit", "\"limit\": null", "\"limit\": 20.0", Obstacle::Limit);
        row("another model", "\"example/small\"", "\"example/large\"", Obstacle::None);
    }
    void changedFiles()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(int, obstacle);
        const QByteArray bytes = fixtureBytes(u"lmeval_new.json"_s);
        QVERIFY(bytes.contains(from));
        QByteArray changed = bytes;
        changed.replace(from, to);
        const auto before = inspectBytes(bytes);
        const auto after = inspectBytes(changed);
        QVERIFY(before.ok() && after.ok());
        const Comparison row = rowOf(compareReports({*before->report()}, {*after->report()}), u"quiz_birds"_s, u"acc"_s);
        QCOMPARE(int(row.obstacle), obstacle);
        QCOMPARE(row.verdict == Comparison::Verdict::NoDifference, obstacle == int(Obstacle::None));
    }

    /// A file of any tool is comparable with itself, and nothing in it is better or worse than it is.
    void realFilesEqualThemselves()
    {
        const QString folder = realFiles(u"."_s);
        if (folder.isEmpty())
            QSKIP("the folder of real files is not here (COUNTERSIGN_SHARED)");
        int compared = 0;
        QDirIterator it(folder, {u"*.json"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = it.next();
            if (it.fileInfo().size() > 4'000'000)
                continue;
            const auto imported = inspectFile(path);
            if (!imported.ok() || !imported->report())
                continue;
            for (const Comparison &row : compareReports({*imported->report()}, {*imported->report()})) {
                using V = Comparison::Verdict;
                const bool alike = row.verdict == V::NoDifference || (row.verdict == V::NotComparable && row.obstacle == Obstacle::NoValue);
                QVERIFY2(alike, qPrintable(path + u": "_s + row.task + u' ' + row.metric + u' ' + row.reason));
                ++compared;
            }
        }
        QVERIFY(compared > 1000);
    }
};

QTEST_GUILESS_MAIN(TestImportedComparison)
#include "tst_importedcomparison.moc"
