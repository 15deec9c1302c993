// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/rowmodel.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace countersign;

namespace {

class Model : public RowModel<qint64>
{
public:
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        return role == Qt::DisplayRole ? QVariant(keys().at(index.row())) : QVariant();
    }
    void become(const QList<qint64> &after) { applyDiff(diffRows(keys(), after), after); }
    [[nodiscard]] const QList<qint64> &order() const { return keys(); }
};

} // namespace

class TestRowDiff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void diffs_data()
    {
        QTest::addColumn<QList<qint64>>("before");
        QTest::addColumn<QList<qint64>>("after");
        QTest::addColumn<int>("removed");
        QTest::addColumn<int>("inserted");
        QTest::addColumn<bool>("reordered");
        const auto row = [](const char *name, const QList<qint64> &a, const QList<qint64> &b, int r, int i, bool o) {
            QTest::newRow(name) << a << b << r << i << o;
        };
        row("nothing", {}, {}, 0, 0, false);
        row("same", {1, 2, 3}, {1, 2, 3}, 0, 0, false);
        row("filled", {}, {1, 2, 3}, 0, 1, false);
        row("emptied", {1, 2, 3}, {}, 1, 0, false);
        row("grown", {1, 2}, {1, 2, 3, 4}, 0, 1, false);
        row("in front", {1, 2}, {0, 1, 2}, 0, 1, false);
        row("in two places", {1, 2, 3}, {1, 9, 2, 8, 3}, 0, 2, false);
        row("replaced", {1, 2, 3}, {1, 7, 3}, 1, 1, false);
        row("moved", {1, 2, 3}, {3, 1, 2}, 0, 0, true);
        row("all of it", {1, 2, 3, 4}, {5, 4, 1, 6, 3}, 1, 2, true);
        row("repeated head", {1, 2, 3}, {1, 2}, 1, 0, false);
    }
    void diffs()
    {
        QFETCH(QList<qint64>, before);
        QFETCH(QList<qint64>, after);
        const auto diff = diffRows(before, after);
        QTEST(int(diff.removed.size()), "removed");
        QTEST(int(diff.inserted.size()), "inserted");
        QTEST(diff.reordered, "reordered");
        Model model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.become(before);
        model.become(after);
        QCOMPARE(model.order(), after);
    }

    void anySequenceKeepsWhatIsHeld()
    {
        QRandomGenerator random(42);
        Model model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QList<qint64> now;
        qint64 next = 1;
        for (int step = 0; step < 400; ++step) {
            QList<qint64> after = now;
            for (int edits = int(random.bounded(8)); edits > 0; --edits) {
                const int at = after.isEmpty() ? 0 : int(random.bounded(int(after.size())));
                switch (random.bounded(4)) {
                case 0: after.insert(at, next++); break;
                case 1: if (!after.isEmpty()) after.removeAt(at); break;
                case 2: if (!after.isEmpty()) after.move(at, int(random.bounded(int(after.size())))); break;
                default: after.append(next++); break;
                }
            }
            if (step % 50 == 49)
                std::shuffle(after.begin(), after.end(), random);
            QHash<qint64, QPersistentModelIndex> held;
            for (qsizetype i = 0; i < now.size(); i += 3)
                held.insert(now[i], model.index(int(i), 1));
            const auto resetsBefore = resets.count();
            model.become(after);
            QCOMPARE(model.order(), after);
            if (resets.count() == resetsBefore) {
                for (auto it = held.begin(); it != held.end(); ++it) {
                    QCOMPARE(it->isValid(), after.contains(it.key()));
                    if (it->isValid())
                        QCOMPARE(it->data().toLongLong(), it.key());
                }
            }
            now = after;
        }
    }
    void tooDifferentIsAReset()
    {
        QList<qint64> before, after;
        for (qint64 i = 0; i < 1000; ++i)
            (i % 2 ? before : after).append(i);
        before += after;
        QVERIFY(diffRows(before, QList<qint64>{}).removed.size() == 1);
        std::sort(before.begin(), before.end());
        QVERIFY(diffRows(before, after).whole);
    }
};

QTEST_GUILESS_MAIN(TestRowDiff)
#include "tst_rowdiff.moc"
