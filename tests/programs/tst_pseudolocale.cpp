// SPDX-License-Identifier: GPL-3.0-or-later
// The whole console in a language that nobody speaks: whatever is still English was never given to a translator, and
// whatever does not fit will not fit in German either.
#include "console.h"
#include "places.h"
#include "pseudolocale.h"
#include "ui/access/accessplace.h"
#include "ui/access/peoplepage.h"
#include "ui/access/policiespage.h"
#include "ui/shell/startpage.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/textlabel.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QGroupBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms; a test that passes never waits this long

struct Allowed
{
    QRegularExpression text; ///< all of what was shown
    const char *reason;
};

const QList<Allowed> &allowed()
{
    static const QList<Allowed> out{
        {QRegularExpression(u"^Countersign$"_s), "the program's name"},
        {QRegularExpression(u"^https://governance\\.example\\.org$"_s), "an example of an address"},
        {QRegularExpression(u"^accuracy, fairness, safety$"_s), "an example of words that the files use"},
        {QRegularExpression(u"^(Model owner|Model validation|Risk|Legal|Security|Product|Domain expert|Release engineering|Audit|Administration)$"_s),
         "roles are named by the domain, as the server's answers and the log name them"},
        {QRegularExpression(u"'[a-z]+' is (possible|for) |^You have signed this plan before"_s), "the domain's rules, in the words of the server's answer"},
        {QRegularExpression(u"^(EU AI Act|ISO/IEC|NIST AI|New York City|SR 26-2)"_s), "titles of published frameworks"},
        {QRegularExpression(u"^Article |This mapping is an engineering aid"_s), "texts of the mapping file, which cites the frameworks"},
        {QRegularExpression(u"^[a-z_]+ · "_s), "metric and task as the file names them"},
        {QRegularExpression(u"^(halden/red-team-2026|Recall by group)$"_s), "written in the evaluation's file"},
    };
    return out;
}

bool isAllowed(const QString &shown)
{
    return std::any_of(allowed().cbegin(), allowed().cend(), [&](const Allowed &one) { return one.text.match(shown).hasMatch(); });
}

} // namespace

class TestPseudoLocale : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void translatorAndItsCheck();
    void startPage();
    void everyPlace_data();
    void everyPlace();
    void editors();
    void everyAction();

private:
    void look(QWidget *root);
    void lookAt(QWidget *widget);
    void readHeaders(QAbstractItemView *view);
    void fits(QWidget *widget);
    void found(QWidget *widget, const char *what, const QString &text);
    void openEverySegment();
    void conclude();
    static QString nameOf(QWidget *widget);
    void settle() { QTest::qWait(250); } // reads are on other threads: let their answers come in
    QList<Record> records(const QString &kind, qint64 limit);

    QTemporaryDir m_folder;
    PseudoTranslator m_translator;
    Untranslatable m_data;
    QSettings *m_settings = nullptr;
    std::unique_ptr<ThemeController> m_theme;
    std::unique_ptr<Console> m_console;
    QMap<QString, QString> m_untranslated; ///< what is left → where it was first seen
    QMap<QString, QString> m_clippedButtons, m_clippedLabels;
};

void TestPseudoLocale::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    QCoreApplication::installTranslator(&m_translator);
    m_settings = new QSettings(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat, this);
    m_theme = std::make_unique<ThemeController>(qApp);
    m_theme->apply(ThemeChoice::Light);
    Console::Options options;
    options.settings = m_settings;
    options.theme = m_theme.get();
    options.dataFolder = m_folder.path();
    m_console = std::make_unique<Console>(options);
    QSignalSpy opened(m_console.get(), &Console::opened);
    m_console->openSample();
    QVERIFY(opened.wait(patience));
    m_console->window()->resize(1440, 900);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->workspace()->freshness().state, Freshness::State::Current, patience);
    for (const Kind &kind : kinds()) {
        for (const Record &record : records(kind.name, 2000)) {
            m_data.addText(record.id);
            for (const QString &part : record.id.split(u'/'))
                m_data.addText(part);
            m_data.addText(record.updatedBy);
            m_data.addData(record.body);
        }
    }
}

void TestPseudoLocale::cleanupTestCase()
{
    m_console.reset();
    QCoreApplication::removeTranslator(&m_translator);
}

QList<Record> TestPseudoLocale::records(const QString &kind, qint64 limit)
{
    std::optional<QList<Record>> out;
    m_console->workspace()->replica()->read(
        this, [kind, limit](ReadSession &session) { return session.records({kind, {}, {}, {u"seq"_s, true}}, limit); },
        [&](const Result<QList<Record>> &found) { out = found.ok() ? *found : QList<Record>(); });
    return QTest::qWaitFor([&] { return out.has_value(); }, patience) ? *out : QList<Record>();
}

/// A check that finds nothing must be able to find something.
void TestPseudoLocale::translatorAndItsCheck()
{
    const QString sign = QCoreApplication::translate("Any", "Sign %1 of %L2 as %n", nullptr, 3).arg(u"Data"_s).arg(2);
    QVERIFY(sign.startsWith(QChar(0x27e6)) && sign.endsWith(QChar(0x27e7)));
    QVERIFY(sign.contains(u"Data"_s) && sign.contains(u'3') && !sign.contains(u'%'));
    QVERIFY(sign.size() >= 7 * u"Sign Data of 2 as 3"_s.size() / 5);
    Untranslatable known;
    known.addText(u"Ana Ferreira"_s);
    QCOMPARE(known.rest(sign + u" Ana Ferreira · 12.5 kB"_s), QString());
    QCOMPARE(known.rest(u"Approve"_s), u"Approve"_s);
    QCOMPARE(known.rest(u"Ask Ana Ferreira"_s), u"Ask"_s);
    QVERIFY(!known.rest(u"Ana Ferreiras"_s).isEmpty());
}

QString TestPseudoLocale::nameOf(QWidget *widget)
{
    QStringList out;
    for (QWidget *one = widget; one && out.size() < 4; one = one->parentWidget()) {
        const QString name = QString::fromLatin1(one->metaObject()->className()).remove(u"countersign::"_s);
        if (name != "QWidget"_L1)
            out.prepend(name);
    }
    return out.join(u'/');
}

void TestPseudoLocale::found(QWidget *widget, const char *what, const QString &text)
{
    const QString rest = m_data.rest(text);
    if (!rest.isEmpty() && !isAllowed(text.simplified()) && !m_untranslated.contains(rest))
        m_untranslated.insert(rest, u"%1 of %2 (%3)"_s.arg(QString::fromLatin1(what), nameOf(widget), text.simplified().left(90)));
}

void TestPseudoLocale::readHeaders(QAbstractItemView *view)
{
    const QAbstractItemModel *model = view->model();
    for (int column = 0; model && column < model->columnCount(); ++column) {
        found(view, "header", model->headerData(column, Qt::Horizontal).toString());
        found(view, "header's tooltip", model->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
    }
}

void TestPseudoLocale::lookAt(QWidget *widget)
{
    found(widget, "tooltip", widget->toolTip());
    found(widget, "accessible name", widget->accessibleName());
    if (auto *label = qobject_cast<QLabel *>(widget))
        found(widget, "label", label->text());
    else if (auto *button = qobject_cast<QAbstractButton *>(widget))
        found(widget, "button", button->text());
    else if (auto *line = qobject_cast<QLineEdit *>(widget))
        found(widget, "placeholder", line->placeholderText());
    else if (auto *edit = qobject_cast<QPlainTextEdit *>(widget))
        found(widget, "placeholder", edit->placeholderText());
    else if (auto *group = qobject_cast<QGroupBox *>(widget))
        found(widget, "title", group->title());
    else if (auto *spin = qobject_cast<QSpinBox *>(widget))
        found(widget, "special value", spin->specialValueText() + spin->suffix() + spin->prefix());
    else if (auto *chip = qobject_cast<Chip *>(widget))
        found(widget, "chip", chip->chip().text);
    else if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        readHeaders(view);
    else if (auto *box = qobject_cast<QComboBox *>(widget)) {
        for (int i = 0; i < box->count(); ++i)
            found(widget, "choice", box->itemText(i));
    }
    if (auto *tool = qobject_cast<QToolButton *>(widget); tool && tool->menu()) {
        for (const QAction *action : tool->menu()->actions())
            found(widget, "menu", action->text());
    }
    if (auto *push = qobject_cast<QPushButton *>(widget); push && push->menu()) {
        for (const QAction *action : push->menu()->actions())
            found(widget, "menu", action->text());
    }
}

/// Smaller than its text wants, where it neither elides nor wraps.
void TestPseudoLocale::fits(QWidget *widget)
{
    if (auto *button = qobject_cast<QAbstractButton *>(widget); button && !button->text().isEmpty()) {
        // A segment is as wide as its widest sibling where there is room, and cuts its word only where there is none.
        const bool segment = qobject_cast<SegmentedButtons *>(button->parentWidget()) != nullptr;
        const int word = QFontMetrics(Theme::current().font(TextSize::Body)).horizontalAdvance(button->text()) + Theme::current().px(8);
        const QSize wants = segment ? QSize(word, button->sizeHint().height()) : button->minimumSizeHint().isValid() && button->minimumSizeHint().width() < button->sizeHint().width() && button->inherits("countersign::PillButton")
            ? button->minimumSizeHint()
            : button->sizeHint();
        if (button->width() + 1 < wants.width() || button->height() + 1 < wants.height())
            m_clippedButtons.insert(nameOf(widget) + u": "_s + button->text().left(60),
                                    u"%1×%2, wants %3×%4"_s.arg(button->width()).arg(button->height()).arg(wants.width()).arg(wants.height()));
    } else if (auto *label = qobject_cast<QLabel *>(widget); label && !label->text().isEmpty()) {
        const bool elides = label->minimumSizeHint().width() < label->sizeHint().width();
        const bool narrow = !label->wordWrap() && !elides && label->width() + 1 < label->sizeHint().width();
        const bool low = label->wordWrap() && label->height() + 2 < label->heightForWidth(label->width());
        if (narrow || low)
            m_clippedLabels.insert(nameOf(widget) + u": "_s + label->text().left(60),
                                   u"%1×%2, wants %3×%4"_s.arg(label->width()).arg(label->height()).arg(label->sizeHint().width())
                                       .arg(label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height()));
    }
}

void TestPseudoLocale::look(QWidget *root)
{
    const auto all = root->findChildren<QWidget *>();
    for (QWidget *widget : all) {
        if (!widget->isVisible())
            continue;
        // A card is read as its author wrote it, under the names that its format gives its parts.
        bool ofCard = false;
        for (const QWidget *up = widget; up && !ofCard; up = up->parentWidget())
            ofCard = up->inherits("countersign::CardReader");
        if (!ofCard)
            lookAt(widget);
        fits(widget);
    }
    found(root, "window title", root->windowTitle());
}

void TestPseudoLocale::openEverySegment()
{
    const auto segments = m_console->window()->findChildren<SegmentedButtons *>();
    for (SegmentedButtons *tabs : segments) {
        const auto buttons = tabs->findChildren<QAbstractButton *>();
        for (QAbstractButton *button : buttons) {
            if (!button->isVisible() || !button->isEnabled())
                continue;
            QTest::mouseClick(button, Qt::LeftButton);
            settle();
            look(m_console->window());
        }
    }
}

/// What was found since the last time, printed in full.
void TestPseudoLocale::conclude()
{
    for (auto it = m_clippedLabels.cbegin(); it != m_clippedLabels.cend(); ++it)
        qInfo("clipped label: %s: %s", qPrintable(it.key()), qPrintable(*it));
    for (auto it = m_clippedButtons.cbegin(); it != m_clippedButtons.cend(); ++it)
        qInfo("clipped button: %s: %s", qPrintable(it.key()), qPrintable(*it));
    for (auto it = m_untranslated.cbegin(); it != m_untranslated.cend(); ++it)
        qInfo("not translated: \"%s\": %s", qPrintable(it.key()), qPrintable(*it));
    const qsizetype untranslated = m_untranslated.size(), clipped = m_clippedButtons.size();
    m_untranslated.clear();
    m_clippedButtons.clear();
    m_clippedLabels.clear();
    QCOMPARE(untranslated, 0);
    QCOMPARE(clipped, 0);
}

void TestPseudoLocale::startPage()
{
    StartPage page;
    page.resize(900, 720);
    page.show();
    QTest::qWait(50);
    look(&page);
    conclude();
}

void TestPseudoLocale::everyPlace_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("kind"); // one record of it is opened; empty for the place as it is
    // Every place that the console has, so that a new one is looked at without a line here.
    ActionRegistry registry;
    for (const PlaceEntry &entry : allPlaces(m_console->workspace(), &registry, m_settings))
        QTest::newRow(qPrintable(entry.id)) << entry.id << QString();
    QTest::newRow("a version") << u"registry"_s << u"version"_s;
    QTest::newRow("an evaluation") << u"evaluations"_s << u"evaluation"_s;
    QTest::newRow("a request") << u"releases"_s << u"request"_s;
    QTest::newRow("a policy") << u"access"_s << u"policy"_s;
    QTest::newRow("a plan") << u"plans"_s << u"plan"_s;
}

void TestPseudoLocale::everyPlace()
{
    QFETCH(QString, place);
    QFETCH(QString, kind);
    QString id;
    if (!kind.isEmpty()) {
        const QList<Record> some = records(kind, 1);
        if (some.isEmpty())
            QSKIP("the sample has none of this kind");
        id = (place == "access"_L1 ? kind + u'/' : QString()) + some.first().id;
    }
    m_console->openLink(links::to(place, id));
    settle();
    settle();
    look(m_console->window());
    openEverySegment();
    conclude();
}

void TestPseudoLocale::editors()
{
    m_console->workspace()->actAs(u"emeka.obi"_s);
    m_console->openLink(links::to(u"access"_s, {}));
    settle();
    auto *policies = m_console->window()->findChild<PoliciesPage *>();
    auto *people = m_console->window()->findChild<PeoplePage *>();
    QVERIFY(policies && people);
    const std::function<void()> acts[] = {[&] { policies->makeNew(); }, [&] { policies->editCurrent(); }, [&] { people->addPerson(); }, [&] { people->editPerson(); }};
    for (const auto &act : acts) {
        act();
        QTest::qWait(50);
        const auto dialogs = m_console->window()->findChildren<QDialog *>();
        for (QDialog *dialog : dialogs) {
            if (!dialog->isVisible())
                continue;
            look(dialog);
            dialog->reject();
        }
    }
    conclude();
}

/// What the palette and the overview of keys show.
void TestPseudoLocale::everyAction()
{
    const auto actions = m_console->window()->findChildren<QAction *>();
    QVERIFY(actions.size() > 10);
    for (const QAction *action : actions) {
        found(m_console->window(), "action", action->text());
        found(m_console->window(), "action's tooltip", action->toolTip());
        found(m_console->window(), "action's description", action->statusTip() + action->whatsThis());
    }
    conclude();
}

QTEST_MAIN(TestPseudoLocale)
#include "tst_pseudolocale.moc"
