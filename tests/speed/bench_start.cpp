// SPDX-License-Identifier: GPL-3.0-or-later
// From starting the program to the painted inbox of a registry with 2,000 models of 50 versions, beside a bare window
// of the same style with a table in it. Both are whole processes: this program starts itself.
//   bench_start [--bare | --inbox FOLDER]
#include "places/reviewstory.h"
#include "speed/registry.h"
#include "ui/inbox/inboxplace.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/actionregistry.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPaintEvent>
#include <QProcess>
#include <QSettings>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

using namespace countersign;
using namespace countersign::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int models = 2000;
constexpr int versions = 50;
constexpr int waiting = 30;
constexpr int rounds = 9;
constexpr double limit = 2;
const QSize windowSize(1440, 900);

/// A workspace that only shows what is in its replica.
class StillWorkspace final : public Workspace
{
public:
    explicit StillWorkspace(std::unique_ptr<Replica> replica) : m_replica(std::move(replica)), m_clock(benchNow())
    {
        m_person.name = waitingPerson();
        m_person.displayName = u"Mara Lindt"_s;
        m_person.roles = {u"validator"_s};
    }
    [[nodiscard]] Replica *replica() const override { return m_replica.get(); }
    [[nodiscard]] const Clock *clock() const override { return &m_clock; }
    [[nodiscard]] Person person() const override { return m_person; }
    [[nodiscard]] bool isSample() const override { return false; }
    [[nodiscard]] QList<Person> actablePeople() const override { return {}; }
    void actAs(const QString &) override {}
    [[nodiscard]] Freshness freshness() const override { return {Freshness::State::Offline, benchNow(), models, 0, 0, u"example.org"_s, {}}; }
    [[nodiscard]] LogView logView() const override { return {}; }
    void send(const Command &, QObject *, std::function<void(Result<QJsonObject>)>) override {}
    void importEvidence(const QString &, const QString &, const QString &, QObject *, std::function<void(Result<QJsonObject>)>) override {}
    void blob(const QString &, QObject *, std::function<void(Result<QByteArray>)>) override {}
    void openSigner(const QString &, QObject *, std::function<void(Result<std::shared_ptr<Signer>>)>) override {}
    void createSigner(KeyPlace, const QString &, const QString &, QObject *, std::function<void(Result<QString>)>) override {}
    [[nodiscard]] bool signerNeedsPassphrase() const override { return false; }
    void verifyLog(QObject *, const LogWatch &, std::function<void(Result<QString>)>) override {}
    void logEntries(qint64, int, QObject *, std::function<void(Result<QList<QByteArray>>)>) override {}
    void exportBundle(const QString &, const QString &, QObject *, std::function<void(Result<QString>)>) override {}

private:
    std::unique_ptr<Replica> m_replica;
    ManualClock m_clock;
    Person m_person;
};

/// Says "ready" and ends the process as soon as the view has painted all its rows.
class EndWhenPainted final : public QObject
{
public:
    std::function<void()> beforeEnd;
    EndWhenPainted(QAbstractItemView *view, int rows) : m_view(view), m_rows(rows) { view->viewport()->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_view->model()->rowCount() >= m_rows)
            QMetaObject::invokeMethod(this, &EndWhenPainted::end, Qt::QueuedConnection);
        return false;
    }

private:
    void end()
    {
        if (beforeEnd)
            beforeEnd();
        std::printf("ready\n");
        std::fflush(stdout);
        std::_Exit(0); // closing is not what is measured
    }
    QAbstractItemView *m_view;
    int m_rows;
};

int runBare(int argc, char **argv)
{
    QApplication app(argc, argv);
    ThemeController themes(&app);
    themes.apply(ThemeChoice::Light);
    QStandardItemModel model(waiting, 4);
    for (int row = 0; row < waiting; ++row) {
        for (int column = 0; column < 4; ++column)
            model.setItem(row, column, new QStandardItem(modelName(row + column)));
    }
    QMainWindow window;
    QTableView table;
    table.setModel(&model);
    window.setCentralWidget(&table);
    window.resize(windowSize);
    const EndWhenPainted end(&table, waiting);
    window.show();
    const int code = QApplication::exec();
    window.takeCentralWidget();
    return code;
}

/// The shell's other places, as the console names them; none is made before it is opened.
QList<PlaceEntry> placesWith(const PlaceEntry &inbox)
{
    QList<PlaceEntry> out{inbox};
    const std::pair<QString, QString> others[] = {{u"registry"_s, u"models"_s}, {u"evaluations"_s, u"evaluations"_s},
                                                  {u"releases"_s, u"releases"_s}, {u"audit"_s, u"audit"_s}};
    for (const auto &[id, icon] : others)
        out.append({id, id, icon, PlaceGroup::Work, [](QWidget *) -> Place * { return nullptr; }});
    return out;
}

int runInbox(int argc, char **argv, const QString &folder)
{
    QApplication app(argc, argv);
    QElapsedTimer timer;
    timer.start();
    const bool verbose = qEnvironmentVariableIsSet("COUNTERSIGN_BENCH_VERBOSE");
    const auto step = [&](const char *what) {
        if (verbose)
            std::fprintf(stderr, "  %-12s %6.1f ms\n", what, double(timer.nsecsElapsed()) / 1e6);
        timer.restart();
    };
    ThemeController themes(&app);
    themes.apply(ThemeChoice::Light);
    step("theme");
    auto replica = Replica::open(folder);
    if (!replica)
        qFatal("no replica: %s", qPrintable(replica.error().text));
    step("replica");
    StillWorkspace workspace(std::move(*replica));
    QSettings settings(folder + u"/settings.ini"_s, QSettings::IniFormat);
    ActionRegistry registry;
    MainWindow window(&registry, &settings, workspace.clock());
    step("window");
    window.setPlaces(placesWith(inboxPlace(&workspace, &registry, &settings)));
    window.showPlace(u"inbox"_s);
    step("places");
    window.resize(windowSize);
    auto *table = qobject_cast<QAbstractItemView *>(window.currentPlace()->primaryFocus());
    if (!table)
        qFatal("the inbox has no table");
    EndWhenPainted end(table, waiting);
    end.beforeEnd = [&] { step("painted"); };
    window.show();
    step("show");
    QObject::connect(table->model(), &QAbstractItemModel::modelReset, table, [&] { step("rows"); });
    QObject::connect(table->model(), &QAbstractItemModel::rowsInserted, table, [&] { step("rows"); });
    return QApplication::exec();
}

/// Milliseconds from starting the process to its "ready".
double timeOf(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    process.start(QCoreApplication::applicationFilePath(), arguments);
    if (!process.waitForReadyRead(60'000))
        qFatal("%s does not become ready", qPrintable(arguments.join(u' ')));
    const double out = double(timer.nsecsElapsed()) / 1e6;
    process.waitForFinished(60'000);
    return out;
}

void fill(const QString &folder)
{
    auto replica = Replica::open(folder);
    if (!replica)
        qFatal("no replica: %s", qPrintable(replica.error().text));
    Filling filling(replica->get());
    addPeople(filling);
    for (int i = 0; i < models; ++i) {
        addModel(filling, i);
        addVersions(filling, modelName(i), versions);
    }
    addRequests(filling, waiting);
    filling.finish();
}

int compare(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QTemporaryDir temporary;
    temporary.setAutoRemove(!qEnvironmentVariableIsSet("COUNTERSIGN_BENCH_VERBOSE"));
    const QString folder = temporary.filePath(u"replica"_s);
    fill(folder);
    // Once each, so that neither side alone pays for reading files from the disk.
    timeOf({u"--bare"_s});
    timeOf({u"--inbox"_s, folder});
    QList<double> bare, inbox;
    for (int round = 0; round < rounds; ++round) {
        bare.append(timeOf({u"--bare"_s}));
        inbox.append(timeOf({u"--inbox"_s, folder}));
    }
    std::printf("bare window %.0f ms, inbox %.0f ms (medians of %d)\n", median(bare), median(inbox), rounds);
    const bool good = report(u"start to painted inbox, 2,000 models × 50 versions, against a bare window with a table"_s,
                             median(inbox) / median(bare), limit);
    return good ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QByteArrayView mode(argc > 1 ? argv[1] : "");
    if (mode == "--bare")
        return runBare(argc, argv);
    if (mode == "--inbox" && argc > 2)
        return runInbox(argc, argv, QString::fromLocal8Bit(argv[2]));
    return compare(argc, argv);
}
