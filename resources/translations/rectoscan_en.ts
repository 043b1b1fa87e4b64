<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>PageStage</name>
    <message numerus="yes">
        <source>Rotate %n page(s) to the left</source>
        <translation>
            <numerusform>Rotate %n page to the left</numerusform>
            <numerusform>Rotate %n pages to the left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rotate %n page(s) to the right</source>
        <translation>
            <numerusform>Rotate %n page to the right</numerusform>
            <numerusform>Rotate %n pages to the right</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n page(s)</source>
        <translation>
            <numerusform>Remove %n page</numerusform>
            <numerusform>Remove %n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Size of %n document(s)</source>
        <translation>
            <numerusform>Size of %n document</numerusform>
            <numerusform>Size of %n documents</numerusform>
        </translation>
    </message>
</context>
</TS>
