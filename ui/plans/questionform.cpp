// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/questionform.h"

#include "ui/plans/words.h"
#include "ui/widgets/style.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QLineEdit *questionLine(const QString &text, const QString &hint)
{
    auto *out = new QLineEdit(text);
    out->setPlaceholderText(hint);
    return out;
}

QJsonValue typedNumber(const QString &text)
{
    bool number = false;
    const double value = text.trimmed().toDouble(&number);
    return number ? QJsonValue(value) : QJsonValue(text.trimmed());
}

} // namespace

QuestionForm::QuestionForm(const ReviewQuestion &question, QWidget *parent)
    : QWidget(parent)
    , m_id(questionLine(question.id, u"correct"_s))
    , m_text(questionLine(question.text, tr("Is the answer right?")))
    , m_guidance(questionLine(question.guidance, tr("What makes an answer this or that")))
    , m_choices(questionLine(question.choices.join(u", "_s), tr("wrong, partly, right")))
    , m_acceptable(questionLine(question.acceptable, tr("the last one")))
    , m_low(questionLine(QString::number(question.low, 'g', QLocale::FloatingPointShortest), u"1"_s))
    , m_high(questionLine(QString::number(question.high, 'g', QLocale::FloatingPointShortest), u"5"_s))
    , m_scale(new QComboBox)
{
    const Theme theme = Theme::current();
    for (const auto scale : {ReviewQuestion::Nominal, ReviewQuestion::Ordinal, ReviewQuestion::Interval})
        m_scale->addItem(plans::scaleWord(scale), enumText(scale));
    m_scale->setCurrentIndex(m_scale->findData(enumText(question.scale)));
    auto *remove = new QPushButton(tr("Remove"));
    setButtonKind(remove, ButtonKind::Quiet);
    remove->setToolTip(tr("Takes this question away."));
    m_cells = {new FormCell(u"text"_s, tr("Question"), m_text),
               new FormCell(u"id"_s, tr("Short name"), m_id, tr("Results name it: a-z, 0-9, dot and dash.")),
               new FormCell(u"scale"_s, tr("Answered by"), m_scale),
               new FormCell(u"choices"_s, tr("Choices, the worst first"), m_choices, tr("Separated by commas; the keys 1 to 9 choose them.")),
               new FormCell(u"acceptable"_s, tr("Good from"), m_acceptable, tr("The choice from which on an answer counts as good; without order, the good one.")),
               new FormCell(u"low"_s, tr("From"), m_low),
               new FormCell(u"high"_s, tr("To"), m_high),
               new FormCell(u"guidance"_s, tr("Rubric"), m_guidance, tr("Shown to every rater beside the question."))};
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, theme.gap());
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.px(4));
    grid->addWidget(m_cells[0], 0, 0, 1, 3);
    grid->addWidget(m_cells[1], 0, 3);
    grid->addWidget(remove, 0, 4, Qt::AlignBottom);
    grid->addWidget(m_cells[2], 1, 0);
    grid->addWidget(m_cells[3], 1, 1, 1, 2);
    grid->addWidget(m_cells[4], 1, 3);
    grid->addWidget(m_cells[5], 1, 1);
    grid->addWidget(m_cells[6], 1, 2);
    grid->addWidget(m_cells[7], 2, 0, 1, 4);
    for (int i = 0; i < 4; ++i)
        grid->setColumnStretch(i, 1);
    connect(remove, &QPushButton::clicked, this, &QuestionForm::removeRequested);
    connect(m_scale, &QComboBox::currentIndexChanged, this, &QuestionForm::showScale);
    showScale();
}

FormCell *QuestionForm::cell(const QString &member) const
{
    const auto found = std::find_if(m_cells.begin(), m_cells.end(), [&](const FormCell *one) { return one->member() == member; });
    return found == m_cells.end() ? nullptr : *found;
}

void QuestionForm::showScale()
{
    const bool number = m_scale->currentData().toString() == enumText(ReviewQuestion::Interval);
    cell(u"choices"_s)->setVisible(!number);
    cell(u"acceptable"_s)->setVisible(!number);
    cell(u"low"_s)->setVisible(number);
    cell(u"high"_s)->setVisible(number);
}

QJsonObject QuestionForm::json() const
{
    const bool number = m_scale->currentData().toString() == enumText(ReviewQuestion::Interval);
    QJsonObject out{{u"id"_s, m_id->text().trimmed()}, {u"text"_s, m_text->text().trimmed()}, {u"scale"_s, m_scale->currentData().toString()}};
    if (const QString guidance = m_guidance->text().trimmed(); !guidance.isEmpty())
        out.insert(u"guidance"_s, guidance);
    if (number) {
        out.insert(u"low"_s, typedNumber(m_low->text()));
        out.insert(u"high"_s, typedNumber(m_high->text()));
        return out;
    }
    out.insert(u"choices"_s, QJsonArray::fromStringList(listedIn(m_choices->text())));
    if (const QString acceptable = m_acceptable->text().trimmed(); !acceptable.isEmpty())
        out.insert(u"acceptable"_s, acceptable);
    return out;
}

} // namespace countersign
