<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="en_US">
<context>
    <name>Comparison</name>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <extracomment>datasets of a run, of which some are not those of the other run</extracomment>
        <translation>
            <numerusform>%1, %2 and %n more</numerusform>
            <numerusform>%1, %2 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n datasets</source>
        <translation>
            <numerusform>%n datasets</numerusform>
            <numerusform>%n datasets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, all %n reports</source>
        <translation>
            <numerusform>%1, all %n reports</numerusform>
            <numerusform>%1, all %n reports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message numerus="yes">
        <source>%n results: %1</source>
        <extracomment>results in a cell of a heat map, and what became of them</extracomment>
        <translation>
            <numerusform>%n results: %1</numerusform>
            <numerusform>%n results: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inbox</name>
    <message numerus="yes">
        <source>%n section(s) empty</source>
        <translation>
            <numerusform>%n section empty</numerusform>
            <numerusform>%n sections empty</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n piece</numerusform>
            <numerusform>%n pieces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After yours, %n more signature(s) are needed.</source>
        <translation>
            <numerusform>After yours, %n more signature is needed.</numerusform>
            <numerusform>After yours, %n more signatures are needed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %n item(s): %1</source>
        <extracomment>%1 is the title of a review</extracomment>
        <translation>
            <numerusform>Rate %n item: %1</numerusform>
            <numerusform>Rate %n items: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) each · asked by %1</source>
        <translation>
            <numerusform>%n question each · asked by %1</numerusform>
            <numerusform>%n questions each · asked by %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You are one of %n rater(s).</source>
        <translation>
            <numerusform>You are one of %n rater.</numerusform>
            <numerusform>You are one of %n raters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Registry</name>
    <message numerus="yes">
        <source>%n thing(s) it was made of restrict what may be made of them.</source>
        <translation>
            <numerusform>%n thing it was made of restricts what may be made of them.</numerusform>
            <numerusform>%n things it was made of restrict what may be made of them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n thing(s) it was made of no licence is recorded.</source>
        <translation>
            <numerusform>Of %n thing it was made of no licence is recorded.</numerusform>
            <numerusform>Of %n things it was made of no licence is recorded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n models</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dataset(s)</source>
        <translation>
            <numerusform>%n dataset</numerusform>
            <numerusform>%n datasets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n base model(s)</source>
        <translation>
            <numerusform>%n base model</numerusform>
            <numerusform>%n base models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) and commit(s)</source>
        <translation>
            <numerusform>%n run and commit</numerusform>
            <numerusform>%n runs and commits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n deployment</numerusform>
            <numerusform>%n deployments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) of this name here have another digest or none.</source>
        <translation>
            <numerusform>%n other of this name here have another digest or none.</numerusform>
            <numerusform>%n others of this name here have another digest or none.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ArtifactPicker</name>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::CardDiffView</name>
    <message numerus="yes">
        <source>%n more line(s) are not shown here; copy the comparison to read them.</source>
        <translation>
            <numerusform>%n more line is not shown here; copy the comparison to read it.</numerusform>
            <numerusform>%n more lines are not shown here; copy the comparison to read them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::CardExportDialog</name>
    <message numerus="yes">
        <source>%n part(s) do not arrive as they are</source>
        <translation>
            <numerusform>%n part does not arrive as it is</numerusform>
            <numerusform>%n parts do not arrive as they are</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::CardFillPanel</name>
    <message numerus="yes">
        <source>The registry and the evaluations know %n thing(s) that the card does not say</source>
        <translation>
            <numerusform>The registry and the evaluations know %n thing that the card does not say</numerusform>
            <numerusform>The registry and the evaluations know %n things that the card does not say</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::CardMissingLine</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::CardReader</name>
    <message numerus="yes">
        <source>%n more fact(s) are in the source.</source>
        <translation>
            <numerusform>%n more fact is in the source.</numerusform>
            <numerusform>%n more facts are in the source.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ComparisonTab</name>
    <message numerus="yes">
        <source>%n categories</source>
        <translation>
            <numerusform>%n categories</numerusform>
            <numerusform>%n categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows</source>
        <translation>
            <numerusform>%n rows</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ControlsTab</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) are not on this machine yet and are left out here. </source>
        <extracomment>evidence that the server has and this machine does not</extracomment>
        <translation>
            <numerusform>%n report are not on this machine yet and are left out here. </numerusform>
            <numerusform>%n reports are not on this machine yet and are left out here. </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::DecisionDialog</name>
    <message numerus="yes">
        <source>%n field(s) need another look.</source>
        <translation>
            <numerusform>%n field needs another look.</numerusform>
            <numerusform>%n fields need another look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::EvaluationsPlace</name>
    <message numerus="yes">
        <source>%n file(s) imported.</source>
        <translation>
            <numerusform>%n file imported.</numerusform>
            <numerusform>%n files imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ExplanationsSection</name>
    <message numerus="yes">
        <source>%n features</source>
        <translation>
            <numerusform>%n features</numerusform>
            <numerusform>%n features</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::FailuresSection</name>
    <message numerus="yes">
        <source>%n failure modes, the most severe first</source>
        <translation>
            <numerusform>%n failure modes, the most severe first</numerusform>
            <numerusform>%n failure modes, the most severe first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n examples</source>
        <translation>
            <numerusform>%1: %n examples</numerusform>
            <numerusform>%1: %n examples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n examples that may be offensive</source>
        <translation>
            <numerusform>Show %n examples that may be offensive</numerusform>
            <numerusform>Show %n examples that may be offensive</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more in the raw file</source>
        <translation>
            <numerusform>%n more in the raw file</numerusform>
            <numerusform>%n more in the raw file</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::FairnessSection</name>
    <message numerus="yes">
        <source>%n groups below four fifths</source>
        <translation>
            <numerusform>%n groups below four fifths</numerusform>
            <numerusform>%n groups below four fifths</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n groups</source>
        <translation>
            <numerusform>%n groups</numerusform>
            <numerusform>%n groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::Figure</name>
    <message numerus="yes">
        <source>%n more in the table</source>
        <translation>
            <numerusform>%n more in the table</numerusform>
            <numerusform>%n more in the table</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ImportDialog</name>
    <message numerus="yes">
        <source>Read as %1; %n result(s).</source>
        <translation>
            <numerusform>Read as %1; %n result.</numerusform>
            <numerusform>Read as %1; %n results.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more warning(s); the page of the evaluation lists all.</source>
        <translation>
            <numerusform>… and %n more warning; the page of the evaluation lists all.</numerusform>
            <numerusform>… and %n more warnings; the page of the evaluation lists all.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n</source>
        <translation>
            <numerusform>Import %n</numerusform>
            <numerusform>Import %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n imported.</source>
        <translation>
            <numerusform>%n imported.</numerusform>
            <numerusform>%n imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::InboxPlace</name>
    <message numerus="yes">
        <source>%n waiting for you</source>
        <translation>
            <numerusform>%n waiting for you</numerusform>
            <numerusform>%n waiting for you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your decisions did not reach the others</source>
        <translation>
            <numerusform>%n of your decisions did not reach the others</numerusform>
            <numerusform>%n of your decisions did not reach the others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::LineageTab</name>
    <message numerus="yes">
        <source>At least %n thing(s) farther away are left out.</source>
        <translation>
            <numerusform>At least %n thing farther away are left out.</numerusform>
            <numerusform>At least %n things farther away are left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) farther away are left out.</source>
        <translation>
            <numerusform>%n thing farther away are left out.</numerusform>
            <numerusform>%n things farther away are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::LineageView</name>
    <message numerus="yes">
        <source>%n thing(s), too many to be read out; arrows go along the edges</source>
        <extracomment>Said by a screen reader of a large picture of a lineage.</extracomment>
        <translation>
            <numerusform>%n thing, too many to be read out; arrows go along the edges</numerusform>
            <numerusform>%n things, too many to be read out; arrows go along the edges</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::LogVerification</name>
    <message numerus="yes">
        <source>All %n entries give the signed root, and every checkpoint seen before is part of it.</source>
        <translation>
            <numerusform>The one entry gives the signed root, and every checkpoint seen before is part of it.</numerusform>
            <numerusform>All %n entries give the signed root, and every checkpoint seen before is part of it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::MappingDialog</name>
    <message numerus="yes">
        <source>%n column(s) of that mapping are not in this table.</source>
        <translation>
            <numerusform>%n column of that mapping are not in this table.</numerusform>
            <numerusform>%n columns of that mapping are not in this table.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::Outbox</name>
    <message numerus="yes">
        <source>%n command(s) that wait were written by another version and are kept unread.</source>
        <translation>
            <numerusform>%n command that waits was written by another version and are kept unread.</numerusform>
            <numerusform>%n commands that wait were written by another version and are kept unread.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::OverviewTab</name>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n named</source>
        <translation>
            <numerusform>%n named</numerusform>
            <numerusform>%n named</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PlanDialog</name>
    <message numerus="yes">
        <source>%n field(s) need another look.</source>
        <translation>
            <numerusform>%n field needs another look.</numerusform>
            <numerusform>%n fields need another look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PoliciesPage</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n days</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PolicyDialog</name>
    <message numerus="yes">
        <source>%1: %n of %2</source>
        <translation>
            <numerusform>%1: %n of %2</numerusform>
            <numerusform>%1: %n of %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) need another look.</source>
        <translation>
            <numerusform>%n field needs another look.</numerusform>
            <numerusform>%n fields need another look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::RegisterDialog</name>
    <message numerus="yes">
        <source>%n field(s) need another look.</source>
        <translation>
            <numerusform>%n field needs another look.</numerusform>
            <numerusform>%n fields need another look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::RegistryPlace</name>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) imported.</source>
        <translation>
            <numerusform>%n file imported.</numerusform>
            <numerusform>%n files imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ReleasesPlace</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ResultsSection</name>
    <message numerus="yes">
        <source>%n from the file</source>
        <translation>
            <numerusform>%n from the file</numerusform>
            <numerusform>%n from the file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n Wilson, computed here from value and n</source>
        <translation>
            <numerusform>%n Wilson, computed here from value and n</numerusform>
            <numerusform>%n Wilson, computed here from value and n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n normal, computed here from the standard error</source>
        <translation>
            <numerusform>%n normal, computed here from the standard error</numerusform>
            <numerusform>%n normal, computed here from the standard error</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n results have none</source>
        <translation>
            <numerusform>%n results have none</numerusform>
            <numerusform>%n results have none</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ReviewPage</name>
    <message numerus="yes">
        <source>%n file(s) changed</source>
        <translation>
            <numerusform>%n file changed</numerusform>
            <numerusform>%n files changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known</source>
        <translation>
            <numerusform>%n known</numerusform>
            <numerusform>%n known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on this model</source>
        <translation>
            <numerusform>%n on this model</numerusform>
            <numerusform>%n on this model</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n piece</numerusform>
            <numerusform>%n pieces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ReviewSetDetail</name>
    <message numerus="yes">
        <source>%n rating(s) are missing. Closed, it becomes an evaluation of the version.</source>
        <translation>
            <numerusform>%n rating are missing. Closed, it becomes an evaluation of the version.</numerusform>
            <numerusform>%n ratings are missing. Closed, it becomes an evaluation of the version.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %n item(s)…</source>
        <translation>
            <numerusform>Rate %n item…</numerusform>
            <numerusform>Rate %n items…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ReviewSetDialog</name>
    <message numerus="yes">
        <source>%n field(s) need another look.</source>
        <translation>
            <numerusform>%n field needs another look.</numerusform>
            <numerusform>%n fields need another look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ReviewSetsPage</name>
    <message numerus="yes">
        <source>%n rating(s) are missing. The evaluation will say that it is incomplete.</source>
        <translation>
            <numerusform>%n rating are missing. The evaluation will say that it is incomplete.</numerusform>
            <numerusform>%n ratings are missing. The evaluation will say that it is incomplete.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::RobustnessSection</name>
    <message numerus="yes">
        <source>%n perturbations</source>
        <translation>
            <numerusform>%n perturbations</numerusform>
            <numerusform>%n perturbations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n families</numerusform>
            <numerusform>%n families</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::SignoffPanel</name>
    <message numerus="yes">
        <source>Signs %n piece(s) of evidence as shown, manifest %1.</source>
        <translation>
            <numerusform>Signs %n piece of evidence as shown, manifest %1.</numerusform>
            <numerusform>Signs %n pieces of evidence as shown, manifest %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n earlier sign-off(s) no longer count.</source>
        <translation>
            <numerusform>%n earlier sign-off no longer counts.</numerusform>
            <numerusform>%n earlier sign-offs no longer count.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::Sparkline</name>
    <message numerus="yes">
        <source>%Ln value(s), first %1, last %2, lowest %3, highest %4.</source>
        <extracomment>What a screen reader says for a small chart: count, first, last, lowest, highest value.</extracomment>
        <translation>
            <numerusform>%Ln value, first %1, last %2, lowest %3, highest %4.</numerusform>
            <numerusform>%Ln values, first %1, last %2, lowest %3, highest %4.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::StatusBar</name>
    <message numerus="yes">
        <source>Log %1 entries</source>
        <extracomment>Status bar: how many entries the log has; %1 is the grouped number.</extracomment>
        <translation>
            <numerusform>Log %1 entries</numerusform>
            <numerusform>Log %1 entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Outbox: %Ln refused</source>
        <extracomment>Status bar: commands the server refused.</extracomment>
        <translation>
            <numerusform>Outbox: %Ln refused</numerusform>
            <numerusform>Outbox: %Ln refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Outbox %Ln</source>
        <extracomment>Status bar: commands waiting to be sent.</extracomment>
        <translation>
            <numerusform>Outbox %Ln</numerusform>
            <numerusform>Outbox %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::SummarySection</name>
    <message numerus="yes">
        <source> and %n more</source>
        <extracomment>after the names of some data sets</extracomment>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>with %n warnings</source>
        <translation>
            <numerusform>with %n warnings</numerusform>
            <numerusform>with %n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::TradeOffsSection</name>
    <message numerus="yes">
        <source>%n versions</source>
        <translation>
            <numerusform>%n versions</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reports are not on this machine yet.</source>
        <translation>
            <numerusform>%n reports are not on this machine yet.</numerusform>
            <numerusform>%n reports are not on this machine yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::VerifyPanel</name>
    <message numerus="yes">
        <source>About %n second(s) left.</source>
        <translation>
            <numerusform>About %n second left.</numerusform>
            <numerusform>About %n seconds left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n second(s) left until they are checked.</source>
        <translation>
            <numerusform>About %n second left until they are checked.</numerusform>
            <numerusform>About %n seconds left until they are checked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::WaiverDialog</name>
    <message numerus="yes">
        <source>%n field(s) need another look.</source>
        <translation>
            <numerusform>%n field needs another look.</numerusform>
            <numerusform>%n fields need another look.</numerusform>
        </translation>
    </message>
</context>
</TS>