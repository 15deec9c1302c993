<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
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
    <name>countersign::LiveWorkspace</name>
    <message numerus="yes">
        <source>All %n entries give the signed root, and every checkpoint seen before is part of it.</source>
        <translation>
            <numerusform>The one entry gives the signed root, and every checkpoint seen before is part of it.</numerusform>
            <numerusform>All %n entries give the signed root, and every checkpoint seen before is part of it.</numerusform>
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
</TS>