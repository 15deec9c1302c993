// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/auditplace.h"

#include "ui/audit/bundledialog.h"
#include "ui/audit/logpage.h"
#include "ui/audit/verifypanel.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

AuditPlace::AuditPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : Place(parent)
    , m_workspace(workspace)
    , m_verify(new VerifyPanel(workspace, settings))
    , m_log(new LogPage(workspace, settings))
{
    const Theme theme = Theme::current();
    auto *top = new QVBoxLayout;
    top->setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8));
    top->setSpacing(theme.gap());
    top->addWidget(m_verify);
    top->addWidget(makeBar());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_log, 1);

    connect(m_log, &LogPage::openLink, this, [this](const QUrl &link) {
        // Leaves are shown here; the shell need not be asked.
        if (link.host() == "audit"_L1)
            activate(link);
        else
            emit openLink(link);
    });
    connect(m_log, &LogPage::bundleRequested, this, [this](const QString &request) { exportBundle(request, request); });
    connect(m_log, &LogPage::countChanged, this, &Place::titleChanged);
    connect(m_verify, &VerifyPanel::stateChanged, this, [this] { emit badgeChanged(m_verify->hasFailed() ? 1 : 0, m_verify->hasFailed()); });
    addActions(registry);
    // Nobody is connected yet while this is being built.
    if (m_verify->hasFailed())
        QTimer::singleShot(0, this, [this] { emit badgeChanged(1, true); });
}

QWidget *AuditPlace::makeBar()
{
    const Theme theme = Theme::current();
    m_leaf = new QLineEdit;
    m_leaf->setPlaceholderText(tr("Go to leaf…"));
    m_leaf->setAccessibleName(tr("Number of the leaf to go to"));
    m_leaf->setToolTip(tr("Number of the leaf to go to (G)"));
    m_leaf->setFixedWidth(theme.px(112));
    auto *csv = new QPushButton(tr("Export list…"));
    csv->setToolTip(tr("Writes the rows that have been read as CSV."));
    auto *bundle = new QPushButton(tr("Export a bundle…"));
    bundle->setToolTip(tr("Writes everything needed to check one release offline into one file (Ctrl+E)."));
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addStretch(1);
    layout->addWidget(m_leaf);
    layout->addWidget(csv);
    layout->addWidget(bundle);
    connect(m_leaf, &QLineEdit::returnPressed, this, &AuditPlace::goToTyped);
    connect(csv, &QPushButton::clicked, this, &AuditPlace::exportList);
    connect(bundle, &QPushButton::clicked, this, &AuditPlace::chooseBundle);
    return bar;
}

void AuditPlace::addActions(ActionRegistry *registry)
{
    const auto add = [&](const ActionRegistry::Definition &definition, const std::function<void()> &act) {
        if (const auto action = registry->add(definition); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    add({u"audit.verify"_s, tr("Verify the log now"), tr("Audit"), tr("Reads every entry again and holds it against all that this machine remembers."),
         u"verify"_s, QKeySequence(Qt::Key_F9), this},
        [this] { m_verify->verify(); });
    add({u"audit.goto"_s, tr("Go to a leaf…"), tr("Audit"), tr("Asks for a leaf's number and shows it."), {}, QKeySequence(Qt::Key_G), this}, [this] {
        m_leaf->setFocus();
        m_leaf->selectAll();
    });
    add({u"audit.bundle"_s, tr("Export a bundle…"), tr("Audit"), tr("Writes everything needed to check one release offline into one file."), u"bundle"_s,
         QKeySequence(Qt::CTRL | Qt::Key_E), this},
        [this] { chooseBundle(); });
    add({u"audit.csv"_s, tr("Export the list…"), tr("Audit"), tr("Writes the rows that have been read as CSV."), u"export"_s, {}, this}, [this] { exportList(); });
    add({u"audit.list"_s, tr("Back to the entries"), tr("Audit"), tr("Gives the keys to the list."), {}, QKeySequence(Qt::Key_Escape), this},
        [this] { primaryFocus()->setFocus(); });
}

QString AuditPlace::title() const
{
    return tr("Audit");
}

QString AuditPlace::subtitle() const
{
    return tr("%1 entries").arg(formatCount(m_log->model()->size()));
}

QWidget *AuditPlace::primaryFocus()
{
    return m_log->table();
}

void AuditPlace::activate(const QUrl &link)
{
    bool ok = false;
    const qint64 leaf = links::id(link).section(u'/', -1).toLongLong(&ok);
    if (ok)
        m_log->goTo(leaf);
}

void AuditPlace::goToTyped()
{
    QString digits;
    for (const QChar c : m_leaf->text()) {
        if (c.isDigit())
            digits.append(c);
    }
    bool ok = false;
    const qint64 leaf = digits.toLongLong(&ok);
    if (ok && m_log->goTo(leaf)) {
        m_leaf->clear();
        return;
    }
    const qint64 size = m_log->model()->size();
    emit undoOffered(size == 0 ? tr("The log has no entries yet.") : tr("The log has entries 0 to %1.").arg(formatCount(size - 1)), {});
}

void AuditPlace::chooseBundle()
{
    auto *dialog = new BundleDialog(m_workspace, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { exportBundle(dialog->request(), dialog->title()); });
    dialog->open();
}

void AuditPlace::exportBundle(const QString &request, const QString &title)
{
    auto *dialog = new QFileDialog(this, tr("Export the bundle"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"zip"_s);
    dialog->selectFile(title + u".zip"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, request](const QString &path) {
        m_workspace->exportBundle(request, path, this, [this](const Result<QString> &sentence) {
            emit undoOffered(sentence ? *sentence : sentence.error().text, {});
        });
    });
    dialog->open();
}

void AuditPlace::exportList()
{
    auto *dialog = new QFileDialog(this, tr("Export the list"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    // The size says of which state of the log the list is.
    dialog->selectFile(u"log-at-%1.csv"_s.arg(m_workspace->logView().size));
    connect(dialog, &QFileDialog::fileSelected, this, &AuditPlace::exportListTo);
    dialog->open();
}

void AuditPlace::exportListTo(const QString &path)
{
    const QByteArray csv = m_log->toCsv();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit()) {
        emit undoOffered(tr("The list could not be written: %1").arg(file.errorString()), {});
        return;
    }
    emit undoOffered(tr("Wrote %1 of %2 entries: those that have been read here.").arg(formatCount(m_log->csvRows()), formatCount(m_log->model()->size())), {});
}

PlaceEntry auditPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {u"audit"_s, AuditPlace::tr("Audit"), u"audit"_s, PlaceGroup::Record,
            [=](QWidget *parent) { return new AuditPlace(workspace, registry, settings, parent); }};
}

} // namespace countersign
