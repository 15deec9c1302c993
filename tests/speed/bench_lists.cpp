// SPDX-License-Identifier: GPL-3.0-or-later
// From a keystroke in a filter, or from opening a list, to the first rows painted.
#include "lists/recordlistmodel.h"
#include "speed/registry.h"
#include "ui/registry/modellist.h"
#include "ui/registry/versionlist.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/theme.h"

#include <QAbstractTableModel>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHeaderView>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace countersign;
using namespace countersign::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 11; // of which the quickest counts: others use the machine too
const QSize tableSize(720, 820);

/// Measures from an act to the end of the first painting that shows a new set of rows.
class Stopwatch final : public QObject
{
public:
    explicit Stopwatch(QTableView *view) : m_view(view)
    {
        view->viewport()->installEventFilter(this);
        connect(view->model(), &QAbstractItemModel::modelReset, this, [this] { m_reset = true; });
    }
    /// Milliseconds.
    template <typename Act>
    double measure(Act act)
    {
        m_reset = m_painted = false;
        QElapsedTimer timer;
        timer.start();
        act();
        QEventLoop loop;
        m_loop = &loop;
        loop.exec();
        m_loop = nullptr;
        return double(timer.nsecsElapsed()) / 1e6;
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_loop && m_reset && !m_painted && areRowsRead()) {
            m_painted = true;
            // The painting itself comes after this filter; the loop ends when it is over.
            QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
        }
        return false;
    }

private:
    [[nodiscard]] bool areRowsRead() const
    {
        const QAbstractItemModel *model = m_view->model();
        const int last = m_view->rowAt(m_view->viewport()->height() - 2);
        const int row = last < 0 ? model->rowCount() - 1 : last;
        return row < 0 || !model->index(row, 0).data(ListRole::Loading).toBool();
    }
    QTableView *m_view;
    QEventLoop *m_loop = nullptr;
    bool m_reset = false, m_painted = false;
};

/// A list of the registry as the place shows it.
struct RealList
{
    RecordListModel rows;
    std::unique_ptr<QIdentityProxyModel> look;
    DataTable table{u"Bench"_s};
    std::unique_ptr<Stopwatch> watch;

    RealList(Replica *replica, const ListSpec &spec, std::unique_ptr<QIdentityProxyModel> looks, const QList<TableColumn> &columns)
        : rows(replica, spec), look(std::move(looks))
    {
        look->setSourceModel(&rows);
        table.setModel(look.get());
        table.setColumns(columns);
        table.resize(tableSize);
        table.show();
        watch = std::make_unique<Stopwatch>(&table);
    }
    double ask(const QList<ListFilter> &filters, const QString &words, const ListSort &sort)
    {
        const double out = watch->measure([&] { rows.setQuery(filters, words, sort); });
        // The rest of the order is counted behind; what comes next must not stand in its queue.
        if (!QTest::qWaitFor([&] { return rows.count().exact; }, 60'000))
            qFatal("the list is never counted");
        return out;
    }
};

std::unique_ptr<RealList> modelList(Replica *replica)
{
    return std::make_unique<RealList>(replica, modelListSpec(), std::make_unique<ModelListLook>(),
                                      QList<TableColumn>{{new ChipDelegate, 96}, {new TwoLineDelegate, 180, true}, {new TwoLineDelegate, 118},
                                                         {nullptr, 56}, {nullptr, 112}});
}

std::unique_ptr<RealList> versionList(Replica *replica, const Clock *clock)
{
    return std::make_unique<RealList>(replica, versionListSpec(), std::make_unique<VersionListLook>(),
                                      QList<TableColumn>{{nullptr, 84}, {new ChipDelegate, 104}, {new ChipDelegate, 150, true},
                                                         {new NumberDelegate, 52, false, Qt::AlignRight},
                                                         {new SparklineDelegate, 132, false, Qt::AlignRight},
                                                         {new RelativeTimeDelegate(clock), 84}});
}

class TextModel final : public QAbstractTableModel
{
public:
    void set(const QList<QStringList> &rows)
    {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 5; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(m_rows[index.row()].value(index.column())) : QVariant();
    }

private:
    QList<QStringList> m_rows;
};

/// What no list could do without: one statement for the rows that fit the view, and painting them.
class BareList
{
public:
    BareList(const QString &folder, int rowsShown) : m_shown(rowsShown)
    {
        m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"bare"_s);
        m_database.setDatabaseName(folder + u"/replica.sqlite"_s);
        m_database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        if (!m_database.open())
            qFatal("%s", qPrintable(m_database.lastError().text()));
        m_query = QSqlQuery(m_database);
        m_query.setForwardOnly(true);
        // The same rows in the same order with what their columns show; the inner statement keeps SQLite from reading the
        // columns of rows that are not shown.
        const bool prepared = m_query.prepare(
            u"SELECT m.f_criticality, m.body, (SELECT body FROM r_version v WHERE v.f_model=m.id ORDER BY f_registeredAt DESC, row DESC LIMIT 1), "
            "(SELECT f_version FROM r_deployment d WHERE d.f_version >= m.id || '/' AND d.f_version < m.id || '0' AND f_state='running' "
            "AND f_environment='production' ORDER BY f_since DESC LIMIT 1), (SELECT body FROM r_person p WHERE p.id=m.f_owner) "
            "FROM (SELECT row FROM r_model WHERE row IN (SELECT rowid FROM s_model WHERE s_model MATCH ?) ORDER BY f_name, row LIMIT ?) f "
            "JOIN r_model m ON m.row=f.row"_s);
        if (!prepared)
            qFatal("%s", qPrintable(m_query.lastError().text()));
        m_table.setModel(&m_model);
        m_table.verticalHeader()->hide();
        m_table.resize(tableSize);
        m_table.show();
        m_watch = std::make_unique<Stopwatch>(&m_table);
    }
    double ask(const QString &words)
    {
        return m_watch->measure([&] { read(words); });
    }
    [[nodiscard]] int rowCount() const { return m_model.rowCount(); }

private:
    void read(const QString &words)
    {
        m_query.bindValue(0, searchExpression(words));
        m_query.bindValue(1, m_shown);
        if (!m_query.exec())
            qFatal("%s", qPrintable(m_query.lastError().text()));
        QList<QStringList> rows;
        while (m_query.next()) {
            QStringList row;
            for (int column = 0; column < 5; ++column)
                row.append(m_query.value(column).toString().left(24));
            rows.append(row);
        }
        m_query.finish();
        m_model.set(rows);
    }
    QSqlDatabase m_database;
    QSqlQuery m_query;
    TextModel m_model;
    QTableView m_table;
    std::unique_ptr<Stopwatch> m_watch;
    int m_shown;
};

double least(const QList<double> &values)
{
    return *std::min_element(values.begin(), values.end());
}

std::unique_ptr<Replica> opened(const QString &folder)
{
    auto replica = Replica::open(folder);
    if (!replica)
        qFatal("no replica: %s", qPrintable(replica.error().text));
    return std::move(*replica);
}

bool benchKeystrokes(const QString &folder)
{
    const auto replica = opened(folder);
    Filling filling(replica.get());
    addPeople(filling);
    for (int i = 0; i < 2000; ++i) {
        addModel(filling, i);
        addVersions(filling, modelName(i), 50);
    }
    filling.finish();
    const auto list = modelList(replica.get());
    const ListSort byName{u"name"_s, false};
    list->ask({}, {}, byName);
    BareList bare(folder, list->table.viewport()->height() / list->table.rowHeight(0) + 1);
    QList<double> ratios;
    for (const QString &words : {u"f"_s, u"fr"_s, u"claims"_s, u"cl sco"_s, u"line 17"_s, u"mort forecast"_s, u"pricing-ranking-04"_s}) {
        QList<double> ours, theirs;
        for (int round = 0; round < rounds; ++round) {
            ours.append(list->ask({}, words, byName));
            theirs.append(bare.ask(words));
            list->ask({}, {}, byName);
        }
        std::printf("  \"%s\": list %.2f ms, bare %.2f ms, %d rows\n", qPrintable(words), least(ours), least(theirs), bare.rowCount());
        ratios.append(least(ours) / least(theirs));
    }
    return report(u"keystroke in the filter to rows painted, 2,000 models × 50 versions, against bare SQL and a bare table"_s, median(ratios), 2);
}

bool benchLongModel(const QString &folder)
{
    const auto replica = opened(folder);
    Filling filling(replica.get());
    addPeople(filling);
    addModel(filling, 1);
    addModel(filling, 2);
    addVersions(filling, modelName(1), 200'000);
    addVersions(filling, modelName(2), 200);
    filling.finish();
    ManualClock clock(benchNow());
    const auto list = versionList(replica.get(), &clock);
    const ListSort newest{u"registeredAt"_s, true};
    const auto of = [](int model) { return QList<ListFilter>{ListFilter::is(u"model"_s, modelName(model))}; };
    const auto staged = [&](int model) { return of(model) + QList<ListFilter>{ListFilter::is(u"stage"_s, u"candidate"_s)}; };
    QMap<QString, std::pair<QList<double>, QList<double>>> times;
    for (int round = 0; round < rounds; ++round) {
        for (const int model : {1, 2}) {
            const auto note = [&](const QString &what, double time) {
                auto &[big, small] = times[what];
                (model == 1 ? big : small).append(time);
            };
            list->ask({ListFilter::is(u"model"_s, u"none"_s)}, {}, newest);
            note(u"open"_s, list->ask(of(model), {}, newest));
            note(u"filter by stage"_s, list->ask(staged(model), {}, newest));
            note(u"filter by words"_s, list->ask(of(model), u"1"_s, newest));
        }
    }
    bool good = true;
    for (auto it = times.cbegin(); it != times.cend(); ++it) {
        const auto &[big, small] = *it;
        std::printf("  %s: 200,000 versions %.2f ms, 200 versions %.2f ms\n", qPrintable(it.key()), least(big), least(small));
        good = report(it.key() + u" to rows painted, a model of 200,000 versions against one of 200"_s, least(big) / least(small), 1.5) && good;
    }
    return good;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    ThemeController themes(&app);
    themes.apply(ThemeChoice::Light);
    const QTemporaryDir temporary;
    if (qEnvironmentVariableIsSet("COUNTERSIGN_BENCH_KEEP")) {
        const_cast<QTemporaryDir &>(temporary).setAutoRemove(false);
        std::printf("%s\n", qPrintable(temporary.path()));
    }
    const bool keystrokes = benchKeystrokes(temporary.filePath(u"registry"_s));
    const bool longModel = benchLongModel(temporary.filePath(u"long"_s));
    return keystrokes && longModel ? 0 : 1;
}
