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
    <message numerus="yes">
        <source>Watermark on %n page(s)</source>
        <translation>
            <numerusform>Watermark on %n page</numerusform>
            <numerusform>Watermark on %n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatermarkDialog</name>
    <message numerus="yes">
        <source>Written across %n page(s), when shown, copied and saved.</source>
        <translation>
            <numerusform>Written across %n page, when shown, copied and saved.</numerusform>
            <numerusform>Written across %n pages, when shown, copied and saved.</numerusform>
        </translation>
    </message>
</context>
</TS>
