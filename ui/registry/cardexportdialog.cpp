// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardexportdialog.h"

#include "base/async.h"
#include "documents/cardpdf.h"
#include "formats/cards/cardlabels.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/versiontables.h"
#include "ui/registry/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr int formatRole = Qt::UserRole + 1;

struct FormatText
{
    const char *name, *title, *about;
};
constexpr FormatText formatTexts[] = {
    {"huggingface", "Hugging Face README.md", QT_TRANSLATE_NOOP("CardExport", "Front matter and headings, as model pages show them.")},
    {"sagemaker", "SageMaker JSON", QT_TRANSLATE_NOOP("CardExport", "The content of an Amazon SageMaker model card.")},
    {"cyclonedx", "CycloneDX 1.7", QT_TRANSLATE_NOOP("CardExport", "A bill of materials with the card of the model in it.")},
    {"cyclonedx-1.6", "CycloneDX 1.6", QT_TRANSLATE_NOOP("CardExport", "The same for tools that know the older version.")},
    {"spdx", "SPDX 3", QT_TRANSLATE_NOOP("CardExport", "The AI profile of SPDX 3, as JSON-LD.")},
    {"mct", "Model Card Toolkit", QT_TRANSLATE_NOOP("CardExport", "JSON of the Model Card Toolkit.")},
    {"html", "HTML", QT_TRANSLATE_NOOP("CardExport", "One page for reading and printing; nothing to load and nothing to run.")},
    {"pdf", "PDF", QT_TRANSLATE_NOOP("CardExport", "Pages for a file or a board; what is missing is named.")},
    {"json", "JSON", QT_TRANSLATE_NOOP("CardExport", "The normalised card itself; reading it again gives everything back.")},
};

QString exportTr(const char *text)
{
    return QCoreApplication::translate("CardExport", text);
}

ChipSpec lossChip(CardLoss::Kind kind)
{
    switch (kind) {
    case CardLoss::Kind::Lost:
        //: what happens to a part of a card when it is written in another format
        return {ChipShape::Cross, Tone::Negative, exportTr("lost")};
    case CardLoss::Kind::Shortened:
        return {ChipShape::TriangleDown, Tone::Caution, exportTr("shortened")};
    case CardLoss::Kind::Moved:
        return {ChipShape::Arrow, Tone::Info, exportTr("moved")};
    }
    return {};
}

QString partName(const QString &field)
{
    if (field == "text"_L1)
        return exportTr("Text");
    if (field.contains(u'/'))
        return kindTitle(field.section(u'/', 0, 0)) + u" · "_s + cardLabel(field.section(u'/', 1));
    const QString kind = kindTitle(field);
    return kind.isEmpty() ? cardLabel(field) : kind;
}

Result<CardExport> madeAs(const QString &format, const CardExportDialog::Subject &subject, bool fill, const std::stop_token &stop)
{
    if (format == "pdf"_L1) {
        PaperOptions options;
        options.created = subject.at;
        options.software = u"Countersign "_s + QCoreApplication::applicationVersion();
        options.stop = stop;
        const auto pages = cardPdf(fill ? autofill(subject.card, subject.facts) : subject.card, {subject.version, subject.status, subject.fileName, subject.digest}, options);
        if (!pages)
            return pages.error();
        return CardExport{*pages, u"application/pdf"_s, labelOf(subject.version) + u"-card.pdf"_s, {}};
    }
    const auto known = cardFormatFromName(format);
    if (!known)
        return known.error();
    CardFacts facts = fill ? subject.facts : CardFacts{};
    facts.exportedAt = subject.at;
    if (!fill) {
        // Documents need a subject even where nothing is to be filled in.
        facts.model = subject.facts.model;
        facts.version = subject.facts.version;
    }
    return exportCard(subject.card, *known, facts);
}

} // namespace

CardExportDialog::CardExportDialog(Subject subject, QWidget *parent)
    : QDialog(parent)
    , m_subject(std::move(subject))
    , m_formats(new QListWidget)
    , m_about(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_losses(new TextLabel({}, TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_fill(new QCheckBox(tr("Fill in what the card leaves open from the registry and evaluations")))
    , m_table(new DataTable(tr("What the format cannot say")))
    , m_model(new FactTableModel({tr("Section"), tr("Part"), tr("Becomes"), tr("Why")}, m_table))
    , m_save(new QPushButton(tr("Save as…")))
{
    const Theme theme = Theme::current();
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export the card of %1").arg(versionTitle(m_subject.version)));
    resize(theme.px(1000), theme.px(560));
    m_formats->setAccessibleName(tr("Formats"));
    m_formats->setFixedWidth(theme.px(190));
    for (const FormatText &format : formatTexts) {
        auto *item = new QListWidgetItem(QLatin1String(format.title), m_formats);
        item->setData(formatRole, QString::fromLatin1(format.name));
        item->setToolTip(exportTr(format.about));
        item->setSizeHint(QSize(0, theme.px(28)));
    }
    m_about->setWordWrap(true);
    m_losses->setWordWrap(true);
    m_fill->setChecked(true);
    m_fill->setToolTip(tr("Nothing that the card says is changed; what is filled in bears its source."));
    m_table->setModel(m_model);
    m_table->setColumns({{nullptr, 140}, {nullptr, 130}, {new ChipDelegate, 92}, {nullptr, 240, true}});
    setButtonKind(m_save, ButtonKind::Primary);
    m_save->setEnabled(false);
    auto *close = new QPushButton(tr("Close"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_save);
    auto *right = new QVBoxLayout;
    right->setSpacing(theme.gap());
    right->addWidget(m_about);
    right->addWidget(m_fill);
    right->addWidget(m_losses);
    right->addWidget(m_table, 1);
    right->addLayout(buttons);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.margin());
    layout->addWidget(m_formats);
    layout->addLayout(right, 1);
    connect(m_formats, &QListWidget::currentRowChanged, this, &CardExportDialog::make);
    connect(m_fill, &QCheckBox::toggled, this, &CardExportDialog::make);
    connect(m_save, &QPushButton::clicked, this, &CardExportDialog::askWhere);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    m_formats->setCurrentRow(0);
}

QString CardExportDialog::current() const
{
    return m_formats->currentItem() ? m_formats->currentItem()->data(formatRole).toString() : QString();
}

void CardExportDialog::choose(const QString &format)
{
    for (int i = 0; i < m_formats->count(); ++i) {
        if (m_formats->item(i)->data(formatRole).toString() == format)
            m_formats->setCurrentRow(i);
    }
}

void CardExportDialog::make()
{
    const int row = std::max(0, m_formats->currentRow());
    m_about->setText(exportTr(formatTexts[row].about));
    m_made.reset();
    m_save->setEnabled(false);
    m_table->setDataState(DataState::Loading);
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    m_job = runAsync(
        this, QThreadPool::globalInstance(),
        [format = current(), subject = m_subject, fill = m_fill->isChecked()](const std::stop_token &stop) { return madeAs(format, subject, fill, stop); },
        [this, generation](const Result<CardExport> &made) {
            if (generation == m_generation)
                showMade(made);
        });
}

void CardExportDialog::showMade(const Result<CardExport> &made)
{
    QList<FactTableModel::Row> rows;
    if (!made) {
        m_losses->setText(tr("This card cannot be written so: %1").arg(made.error().text));
        for (const FieldError &error : made.error().fields)
            rows.append({error.pointer, {}, false, {{error.pointer}, {}, {{}, {}, lossChip(CardLoss::Kind::Lost)}, {error.message, {}, {}, {}, error.message}}});
        m_model->setRows(rows);
        m_table->setDataState(DataState::Ready);
        emit ready();
        return;
    }
    m_made = *made;
    int at = 0;
    for (const CardLoss &loss : m_made->lost) {
        rows.append({QString::number(at++),
                     {},
                     false,
                     {{sectionTitle(loss.section)}, {partName(loss.field)}, {{}, {}, lossChip(loss.kind)}, {loss.sentence, {}, {}, {}, loss.sentence}}});
    }
    const bool reading = current() == "html"_L1 || current() == "pdf"_L1;
    m_losses->setText(!rows.isEmpty() ? tr("%n part(s) do not arrive as they are", nullptr, int(rows.size()))
                      : reading       ? tr("Everything the card says is shown. It is for reading: it cannot be imported again.")
                                      : tr("Nothing is lost: importing the file again gives everything back."));
    m_table->setEmptyState(tr("%1, %2").arg(m_made->fileName, formatBytes(m_made->bytes.size())));
    m_model->setRows(rows);
    m_table->setDataState(DataState::Ready);
    m_save->setEnabled(true);
    emit ready();
}

Result<void> CardExportDialog::saveTo(const QString &path)
{
    if (!m_made)
        return {Error::Code::NotFound, tr("There is nothing to save yet.")};
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(m_made->bytes) != m_made->bytes.size() || !file.commit())
        return {Error::Code::Internal, tr("%1 cannot be written: %2").arg(path.section(u'/', -1), file.errorString())};
    emit saved(path);
    return {};
}

void CardExportDialog::askWhere()
{
    auto *dialog = new QFileDialog(this, windowTitle());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_made ? m_made->fileName : QString());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (const auto done = saveTo(path); !done)
            m_losses->setText(done.error().text);
    });
    dialog->open();
}

} // namespace countersign
