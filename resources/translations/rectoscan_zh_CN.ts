<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BottomBar</name>
    <message>
        <source>Stop opening</source>
        <translation>停止打开</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>拍摄</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
    <message>
        <source>Auto-capture</source>
        <translation>自动拍摄</translation>
    </message>
    <message>
        <source>Capture by itself once the document is steady (A)</source>
        <translation>证件稳定后自动拍摄 (A)</translation>
    </message>
    <message>
        <source>Confirm each capture</source>
        <translation>每次拍摄后确认</translation>
    </message>
    <message>
        <source>After a capture, show its corners before the page is kept. Opened pictures are only asked about where Rectoscan is not sure.</source>
        <translation>拍摄后先显示四角，确认后再保留页面。打开的图片只在无法确定时才询问。</translation>
    </message>
    <message>
        <source>{device} · {ms} ms</source>
        <translation>{device} · {ms} 毫秒</translation>
    </message>
    <message>
        <source>What searches for documents, and how long one search takes</source>
        <translation>检测引擎及每次检测用时</translation>
    </message>
    <message>
        <source>Detector is loading…</source>
        <translation>正在加载检测器…</translation>
    </message>
</context>
<context>
    <name>CheckButton</name>
    <message>
        <source>{count} to check</source>
        <translation>待检查：{count}</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Check the corners, one page after another</source>
        <translation>逐页检查四角</translation>
    </message>
    <message>
        <source>{count} hard to read</source>
        <translation>难以辨认：{count}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show them, one page after another</source>
        <translation>逐页查看</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Close Rectoscan</source>
        <translation>关闭 Rectoscan</translation>
    </message>
    <message>
        <source>Pages that are not saved: {count}</source>
        <translation>未保存的页面：{count}</translation>
    </message>
    <message>
        <source>As they are now, they are in no file: without a save they are lost.</source>
        <translation>它们目前的内容和顺序不在任何文件中，不保存就会丢失。</translation>
    </message>
    <message>
        <source>A save still waits for pictures that are being opened.</source>
        <translation>有一项保存仍在等待图片打开。</translation>
    </message>
    <message>
        <source>Pictures are still being opened.</source>
        <translation>还有图片正在打开。</translation>
    </message>
    <message>
        <source>Save waits until all pictures are open, then closes the window.</source>
        <translation>选择“保存”后，将等待所有图片打开并保存，随后关闭窗口。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Don&apos;t save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>The window closes once the save is done.</source>
        <translation>保存完成后，窗口将关闭。</translation>
    </message>
    <message>
        <source>The window closes once the pages are printed.</source>
        <translation>页面打印完成后窗口将关闭。</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>保持打开</translation>
    </message>
</context>
<context>
    <name>CornerEditor</name>
    <message>
        <source>Corners of the document</source>
        <translation>证件的四角</translation>
    </message>
    <message>
        <source>Preparing the picture…</source>
        <translation>正在准备图片…</translation>
    </message>
    <message>
        <source>Top left corner</source>
        <translation>左上角</translation>
    </message>
    <message>
        <source>Top right corner</source>
        <translation>右上角</translation>
    </message>
    <message>
        <source>Bottom right corner</source>
        <translation>右下角</translation>
    </message>
    <message>
        <source>Bottom left corner</source>
        <translation>左下角</translation>
    </message>
</context>
<context>
    <name>DragOut</name>
    <message>
        <source>The files were not ready yet. Now they are: drag the pages out again.</source>
        <translation>刚才文件尚未就绪，现在已就绪：请再次拖出页面。</translation>
    </message>
</context>
<context>
    <name>EmptyStage</name>
    <message>
        <source>Drop a photo of a document here</source>
        <translation>将证件图片拖放到此处</translation>
    </message>
    <message>
        <source>ID card, passport, licence or page: it is cropped and straightened.</source>
        <translation>身份证、护照、驾照或单页文件：自动裁剪并校正。</translation>
    </message>
    <message>
        <source>Everything stays on this computer</source>
        <translation>所有内容只保留在本机</translation>
    </message>
    <message>
        <source>Start camera</source>
        <translation>打开摄像头</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试用示例</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>查找范围：</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>文件类型：</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Colour</source>
        <translation>彩色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>黑白</translation>
    </message>
    <message>
        <source>Clean paper</source>
        <translation>净化纸面</translation>
    </message>
</context>
<context>
    <name>FlawStrip</name>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace by another picture</source>
        <translation>用另一张图片替换</translation>
    </message>
    <message>
        <source>It will do as it is</source>
        <translation>就用这一张</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>Size: automatic</source>
        <translation>尺寸：自动</translation>
    </message>
    <message>
        <source>ID-1 · card</source>
        <translation>ID-1 · 卡片</translation>
    </message>
    <message>
        <source>ID-2 · visa</source>
        <translation>ID-2 · 签证</translation>
    </message>
    <message>
        <source>ID-3 · passport page</source>
        <translation>ID-3 · 护照页</translation>
    </message>
    <message>
        <source>A4 · sheet</source>
        <translation>A4 · 纸张</translation>
    </message>
    <message>
        <source>As photographed</source>
        <translation>按照片比例</translation>
    </message>
    <message>
        <source>Auto: card</source>
        <translation>自动：卡片</translation>
    </message>
    <message>
        <source>Auto: visa</source>
        <translation>自动：签证</translation>
    </message>
    <message>
        <source>Auto: passport page</source>
        <translation>自动：护照页</translation>
    </message>
    <message>
        <source>Auto: A4 sheet</source>
        <translation>自动：A4 纸</translation>
    </message>
    <message>
        <source>Auto: as photographed</source>
        <translation>自动：按照片比例</translation>
    </message>
    <message>
        <source>Photo</source>
        <comment>short for: as photographed</comment>
        <translation>照片</translation>
    </message>
    <message>
        <source>Auto: {format}</source>
        <translation>自动：{format}</translation>
    </message>
    <message>
        <source>photo</source>
        <comment>short for: as photographed</comment>
        <translation>照片</translation>
    </message>
    <message>
        <source>Measured: {format}, {share} %</source>
        <translation>测得：{format}，{share}%</translation>
    </message>
</context>
<context>
    <name>Guidance</name>
    <message>
        <source>More light, please</source>
        <translation>光线太暗，请增加光照</translation>
    </message>
    <message>
        <source>Too bright: less light, please</source>
        <translation>光线太亮，请减弱光照</translation>
    </message>
    <message>
        <source>Show the document to the camera</source>
        <translation>请将证件放到摄像头前</translation>
    </message>
    <message>
        <source>Show all four corners</source>
        <translation>请露出全部四角</translation>
    </message>
    <message>
        <source>Move closer</source>
        <translation>请靠近一些</translation>
    </message>
    <message>
        <source>Move back a little</source>
        <translation>请稍微拉远</translation>
    </message>
    <message>
        <source>Hold the camera straight above</source>
        <translation>请让摄像头正对证件</translation>
    </message>
    <message>
        <source>Tilt it a little to avoid the glare</source>
        <translation>请稍微倾斜以避开反光</translation>
    </message>
    <message>
        <source>Not sharp yet: hold still or move back</source>
        <translation>不够清晰：请保持不动或拉远</translation>
    </message>
    <message>
        <source>Hold still</source>
        <translation>请保持不动</translation>
    </message>
    <message>
        <source>Keep still…</source>
        <translation>请保持稳定…</translation>
    </message>
    <message>
        <source>Captured. Next document, please</source>
        <translation>已拍摄，请换下一份证件</translation>
    </message>
    <message>
        <source>Captured. Another one here? Press Space</source>
        <translation>已拍摄。如果是另一份证件，请按空格键</translation>
    </message>
    <message>
        <source>Front captured. Turn the card over</source>
        <translation>正面已拍摄，请翻到背面</translation>
    </message>
    <message>
        <source>Press Space to capture</source>
        <translation>按空格键拍摄</translation>
    </message>
    <message>
        <source>The camera was unplugged</source>
        <translation>摄像头已断开</translation>
    </message>
    <message>
        <source>The camera is not sending pictures</source>
        <translation>摄像头没有发送画面</translation>
    </message>
    <message>
        <source>The camera does not answer</source>
        <translation>摄像头没有响应</translation>
    </message>
    <message>
        <source>Another program is using the camera</source>
        <translation>其他程序正在使用摄像头</translation>
    </message>
    <message>
        <source>The video cannot be played on</source>
        <translation>视频无法继续播放</translation>
    </message>
    <message>
        <source>The camera has failed</source>
        <translation>摄像头出现故障</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>拍摄</translation>
    </message>
    <message>
        <source>Captures from a live picture</source>
        <translation>只能在实时画面中拍摄</translation>
    </message>
    <message>
        <source>Ready to scan</source>
        <translation>可以开始扫描</translation>
    </message>
    <message>
        <source>Check the corners, then accept</source>
        <translation>请检查四角，然后确认</translation>
    </message>
    <message>
        <source>Ready to save</source>
        <translation>可以保存</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Drag or arrows: hide. Click: show. Esc: done</source>
        <translation>拖动或方向键：涂黑&#x3000;点击：恢复&#x3000;Esc：完成</translation>
    </message>
    <message>
        <source>Arrows: move. Shift: resize. Enter: hide</source>
        <translation>方向键：移动&#x3000;加 Shift：调整大小&#x3000;回车：涂黑</translation>
    </message>
    <message>
        <source>All pages are saved</source>
        <translation>全部页面已保存</translation>
    </message>
    <message>
        <source>All pages are saved, one was not checked</source>
        <translation>全部页面已保存，有 1 页未检查</translation>
    </message>
    <message>
        <source>All pages are saved, {count} were not checked</source>
        <translation>全部页面已保存，有 {count} 页未检查</translation>
    </message>
    <message>
        <source>One page to check, then save</source>
        <translation>请检查 1 页，然后保存</translation>
    </message>
    <message>
        <source>{count} pages to check, then save</source>
        <translation>请检查 {count} 页，然后保存</translation>
    </message>
    <message>
        <source>All pages are saved, one is hard to read</source>
        <translation>全部页面已保存，有 1 页难以辨认</translation>
    </message>
    <message>
        <source>All pages are saved, {count} are hard to read</source>
        <translation>全部页面已保存，有 {count} 页难以辨认</translation>
    </message>
    <message>
        <source>Ready to save, one is hard to read</source>
        <translation>可以保存，有 1 页难以辨认</translation>
    </message>
    <message>
        <source>Ready to save, {count} are hard to read</source>
        <translation>可以保存，有 {count} 页难以辨认</translation>
    </message>
    <message>
        <source>Saving {number} of {total}…</source>
        <translation>正在保存第 {number} 页，共 {total} 页…</translation>
    </message>
    <message>
        <source>Opening {number} of {total}, then saving…</source>
        <translation>正在打开第 {number} 张，共 {total} 张，随后保存…</translation>
    </message>
    <message>
        <source>Opening {number} of {total}…</source>
        <translation>正在打开第 {number} 张，共 {total} 张…</translation>
    </message>
    <message>
        <source>Opening, then saving…</source>
        <translation>正在打开，随后保存…</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>No document found: set the corners</source>
        <translation>未找到证件，请设置四角</translation>
    </message>
    <message>
        <source>Not sure: check the corners</source>
        <translation>不太确定，请检查四角</translation>
    </message>
    <message>
        <source>Part of it is outside the picture: retake or accept</source>
        <translation>证件有一部分在画面之外：请重拍或确认</translation>
    </message>
    <message>
        <source>Part of it is outside the picture</source>
        <translation>证件有一部分在照片之外</translation>
    </message>
    <message>
        <source>{number} of {total} · {line}</source>
        <translation>{number}/{total} · {line}</translation>
    </message>
    <message>
        <source>Too dark in this part</source>
        <translation>这一段太暗</translation>
    </message>
    <message>
        <source>Too bright in this part</source>
        <translation>这一段太亮</translation>
    </message>
    <message>
        <source>Looking for a document…</source>
        <translation>正在寻找证件…</translation>
    </message>
    <message>
        <source>Not all of it is in the picture</source>
        <translation>证件未完整入镜</translation>
    </message>
    <message>
        <source>Too small in this part</source>
        <translation>这一段证件太小</translation>
    </message>
    <message>
        <source>Too large in this part</source>
        <translation>这一段证件太大</translation>
    </message>
    <message>
        <source>Seen too much from the side</source>
        <translation>拍摄角度过斜</translation>
    </message>
    <message>
        <source>Glare on the document</source>
        <translation>证件上有反光</translation>
    </message>
    <message>
        <source>Not sharp in this part</source>
        <translation>这一段不清晰</translation>
    </message>
    <message>
        <source>Waiting until it lies still…</source>
        <translation>正在等待证件静止…</translation>
    </message>
    <message>
        <source>Captured. Looking for the next…</source>
        <translation>已拍摄，正在寻找下一份…</translation>
    </message>
    <message>
        <source>Front captured. Looking for the back…</source>
        <translation>正面已拍摄，正在寻找背面…</translation>
    </message>
    <message>
        <source>Show the document beside this window</source>
        <translation>请在此窗口旁边显示证件</translation>
    </message>
    <message>
        <source>Show all four corners on the screen</source>
        <translation>请在屏幕上显示全部四个角</translation>
    </message>
    <message>
        <source>Show it larger: zoom in</source>
        <translation>请放大显示</translation>
    </message>
    <message>
        <source>Show it smaller, with some space</source>
        <translation>请缩小一些，四周留出空隙</translation>
    </message>
    <message>
        <source>Show it straight, not from the side</source>
        <translation>请正对显示，不要倾斜</translation>
    </message>
    <message>
        <source>Not sharp yet: wait, or show it larger</source>
        <translation>还不清晰：请稍等或放大显示</translation>
    </message>
    <message>
        <source>Wait until it does not move</source>
        <translation>请等画面静止</translation>
    </message>
    <message>
        <source>Capturing…</source>
        <translation>正在拍摄…</translation>
    </message>
    <message>
        <source>Captured. Another one? Press Space here</source>
        <translation>已拍摄。如果是另一份证件，请在此窗口按空格键</translation>
    </message>
    <message>
        <source>Front captured. Show the back</source>
        <translation>正面已拍摄，请显示背面</translation>
    </message>
    <message>
        <source>Press Space in this window to capture</source>
        <translation>在此窗口按空格键拍摄</translation>
    </message>
</context>
<context>
    <name>Leftovers</name>
    <message>
        <source>Unsaved pages</source>
        <translation>未保存的页面</translation>
    </message>
    <message>
        <source>Discard the pages that were left unsaved? This cannot be undone.</source>
        <translation>要丢弃上次未保存的页面吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Loupe on the active corner</source>
        <translation>当前角的放大镜</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Dropped picture</source>
        <translation>拖放的图片</translation>
    </message>
</context>
<context>
    <name>Mrz</name>
    <message>
        <source>Document</source>
        <translation>证件类型</translation>
    </message>
    <message>
        <source>Issuing state</source>
        <translation>签发国</translation>
    </message>
    <message>
        <source>Surname</source>
        <translation>姓</translation>
    </message>
    <message>
        <source>Given names</source>
        <translation>名</translation>
    </message>
    <message>
        <source>Document number</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>Nationality</source>
        <translation>国籍</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>出生日期</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Date of expiry</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Optional data</source>
        <translation>可选数据</translation>
    </message>
    <message>
        <source>More optional data</source>
        <translation>其他可选数据</translation>
    </message>
    <message>
        <source>Check digit passes</source>
        <translation>校验通过</translation>
    </message>
    <message>
        <source>Check digit fails</source>
        <translation>校验未通过</translation>
    </message>
    <message>
        <source>Not certain</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>无校验</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>passport</source>
        <translation>护照</translation>
    </message>
    <message>
        <source>visa</source>
        <translation>签证</translation>
    </message>
    <message>
        <source>identity card</source>
        <translation>身份证</translation>
    </message>
    <message>
        <source>female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>unspecified</source>
        <translation>未指定</translation>
    </message>
</context>
<context>
    <name>MrzDialog</name>
    <message>
        <source>Machine readable zone</source>
        <translation>机读区</translation>
    </message>
    <message>
        <source>Copy: {field}</source>
        <translation>复制：{field}</translation>
    </message>
    <message>
        <source>Some check digits do not fit: something was misread, or printed wrong. Compare every field with the document.</source>
        <translation>部分校验码不符：可能识别有误或印刷有误。请将每个字段与证件核对。</translation>
    </message>
    <message>
        <source>Fields without a tick are not proven. Compare them with the document.</source>
        <translation>没有勾号的字段未经证实，请与证件核对。</translation>
    </message>
    <message>
        <source>Nothing is certain here. Compare every field with the document.</source>
        <translation>这里没有可以确定的内容，请将每个字段与证件核对。</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>All fields</source>
        <translation>所有字段</translation>
    </message>
</context>
<context>
    <name>MrzRequest</name>
    <message>
        <source>Reading the machine readable zone…</source>
        <translation>正在读取机读区…</translation>
    </message>
    <message>
        <source>{field} copied. Clipboard histories are asked to skip it.</source>
        <translation>已复制{field}，并请求剪贴板历史不记录。</translation>
    </message>
</context>
<context>
    <name>MrzStrip</name>
    <message>
        <source>The machine readable zone as it was read</source>
        <translation>读取到的机读区</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Open saved ones</source>
        <translation>打开已保存的</translation>
    </message>
    <message>
        <source>Save elsewhere</source>
        <translation>另存到别处</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>重新播放</translation>
    </message>
    <message>
        <source>Start camera</source>
        <translation>打开摄像头</translation>
    </message>
    <message>
        <source>Edit corners</source>
        <translation>编辑四角</translation>
    </message>
    <message>
        <source>Keep the page</source>
        <translation>保留该页</translation>
    </message>
    <message>
        <source>Check corners</source>
        <translation>检查四角</translation>
    </message>
    <message>
        <source>Clear session</source>
        <translation>清除会话</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>丢弃…</translation>
    </message>
    <message>
        <source>No camera found.</source>
        <translation>未找到摄像头。</translation>
    </message>
    <message>
        <source>The camera was unplugged. It goes on once it is back.</source>
        <translation>摄像头已拔出，重新接入后将继续。</translation>
    </message>
    <message>
        <source>Another program is using the camera.</source>
        <translation>其他程序正在使用摄像头。</translation>
    </message>
    <message>
        <source>The camera does not answer.</source>
        <translation>摄像头没有响应。</translation>
    </message>
    <message>
        <source>The camera has stopped sending pictures.</source>
        <translation>摄像头已停止传送画面。</translation>
    </message>
    <message>
        <source>This system lacks what a camera needs. Pictures and videos still work.</source>
        <translation>此系统缺少摄像头所需组件，但仍可打开图片和视频。</translation>
    </message>
    <message>
        <source>The camera has failed.</source>
        <translation>摄像头出现故障。</translation>
    </message>
    <message>
        <source>{name} cannot be read as a video.</source>
        <translation>{name} 无法作为视频读取。</translation>
    </message>
    <message>
        <source>The detector cannot be used; set the corners by hand.</source>
        <translation>无法使用检测器，请手动设置四角。</translation>
    </message>
    <message>
        <source>The graphics card cannot be used; the processor finds the documents instead.</source>
        <translation>无法使用显卡，改由处理器查找证件。</translation>
    </message>
    <message>
        <source>{page}: the next capture replaces it.</source>
        <translation>{page}：下一次拍摄将替换此页。</translation>
    </message>
    <message>
        <source>Check the corners of {count} pages.</source>
        <translation>请检查 {count} 页的四角。</translation>
    </message>
    <message>
        <source>{saved}. One page was not checked.</source>
        <translation>{saved}。有 1 页未检查。</translation>
    </message>
    <message>
        <source>{saved}. {count} pages were not checked.</source>
        <translation>{saved}。有 {count} 页未检查。</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
    <message>
        <source>Page {number} ({name})</source>
        <translation>第 {number} 页（{name}）</translation>
    </message>
    <message>
        <source>No document found in {count} pictures, which are kept whole: {names}</source>
        <translation>有 {count} 张图片未找到证件，已保留整张图片：{names}</translation>
    </message>
    <message>
        <source>Not sure of {count} outlines, check their corners: {names}</source>
        <translation>有 {count} 个轮廓不太确定，请检查四角：{names}</translation>
    </message>
    <message>
        <source>Part of {count} documents lies outside the picture: {names}</source>
        <translation>{count} 份证件有一部分在照片之外：{names}</translation>
    </message>
    <message>
        <source>Check the corners of {count} pages: {names}</source>
        <translation>请检查 {count} 页的四角：{names}</translation>
    </message>
    <message>
        <source>{name}: not sure of the outline, check the corners.</source>
        <translation>{name}：轮廓不太确定，请检查四角。</translation>
    </message>
    <message>
        <source>{name}: part of the document lies outside the picture. Take it again, or save it as it is.</source>
        <translation>{name}：证件有一部分在照片之外。请重新拍摄，或按现状保存。</translation>
    </message>
    <message>
        <source>{name}: no edges found. It looks cropped already, and is kept whole.</source>
        <translation>{name}：未找到边缘。图片看来已裁剪过，已保留整张。</translation>
    </message>
    <message>
        <source>{name}: no document found, the whole picture is kept.</source>
        <translation>{name}：未找到证件，已保留整张图片。</translation>
    </message>
    <message>
        <source>{names}, …</source>
        <translation>{names} 等</translation>
    </message>
    <message>
        <source>{first}, {second}</source>
        <translation>{first}、{second}</translation>
    </message>
    <message>
        <source>Files that were skipped: {count} ({kinds}).</source>
        <translation>已跳过的文件：{count} 个（{kinds}）。</translation>
    </message>
    <message>
        <source>What can be read: {kinds}.</source>
        <translation>可读取的格式：{kinds}。</translation>
    </message>
    <message>
        <source>Pictures that Rectoscan saved were left out: {count}.</source>
        <translation>已略过由 Rectoscan 保存的图片：{count} 张。</translation>
    </message>
    <message>
        <source>{name} was open already, and is there twice now.</source>
        <translation>{name} 此前已打开，现在有两份。</translation>
    </message>
    <message>
        <source>{count} pictures were open already, and are there twice now.</source>
        <translation>有 {count} 张图片此前已打开，现在各有两份。</translation>
    </message>
    <message>
        <source>Stopped: not every picture was opened.</source>
        <translation>已停止：并非所有图片都已打开。</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{name} cannot be opened: {reason}.</source>
        <translation>无法打开 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{count} files cannot be opened: {names}.</source>
        <translation>有 {count} 个文件无法打开：{names}。</translation>
    </message>
    <message>
        <source>{name} ({reason})</source>
        <translation>{name}（{reason}）</translation>
    </message>
    <message>
        <source>without a suffix</source>
        <translation>无扩展名</translation>
    </message>
    <message>
        <source>{name}, page {number}</source>
        <translation>{name} 第 {number} 页</translation>
    </message>
    <message>
        <source>Rectoscan may not use the camera. Allow it in the system&apos;s settings; then it starts by itself.</source>
        <translation>Rectoscan 无权使用摄像头。请在系统设置中允许，随后会自动打开。</translation>
    </message>
    <message>
        <source>Not saved: {reason}. The pages were cleared meanwhile.</source>
        <translation>未保存：{reason}。页面已在此期间清除。</translation>
    </message>
    <message>
        <source>Not saved: {reason}. The pages are kept.</source>
        <translation>未保存：{reason}。页面已保留。</translation>
    </message>
    <message>
        <source>{page} cannot be shown: {reason}.</source>
        <translation>无法显示{page}：{reason}。</translation>
    </message>
    <message>
        <source>This page cannot be shown: {reason}.</source>
        <translation>无法显示此页：{reason}。</translation>
    </message>
    <message>
        <source>Not copied: {reason}.</source>
        <translation>未复制：{reason}。</translation>
    </message>
    <message>
        <source>Page removed.</source>
        <translation>已移除页面。</translation>
    </message>
    <message>
        <source>Pages removed: {count}.</source>
        <translation>已移除 {count} 页。</translation>
    </message>
    <message>
        <source>The capture was kept as a page, as outlined.</source>
        <translation>已按所示轮廓将拍摄的画面保留为一页。</translation>
    </message>
    <message>
        <source>Captured again without the hand.</source>
        <translation>手移开后已重新拍摄。</translation>
    </message>
    <message>
        <source>The corners were kept as they stood.</source>
        <translation>四角已按当时的位置保留。</translation>
    </message>
    <message>
        <source>The video has ended. No page came of it.</source>
        <translation>视频已结束，未得到页面。</translation>
    </message>
    <message>
        <source>The video has ended. One page came of it.</source>
        <translation>视频已结束，得到 1 页。</translation>
    </message>
    <message>
        <source>The video has ended. {count} pages came of it.</source>
        <translation>视频已结束，得到 {count} 页。</translation>
    </message>
    <message>
        <source>That was the sample. Now try it with a document of your own.</source>
        <translation>示例已播完。现在用您自己的证件试试吧。</translation>
    </message>
    <message>
        <source>This side of the sample is a page already.</source>
        <translation>示例的这一面已经是一个页面。</translation>
    </message>
    <message>
        <source>Part of the video could not be read. No page came of it.</source>
        <translation>视频有一部分无法读取，未得到页面。</translation>
    </message>
    <message>
        <source>Part of the video could not be read. One page came of it.</source>
        <translation>视频有一部分无法读取，得到 1 页。</translation>
    </message>
    <message>
        <source>Part of the video could not be read. {count} pages came of it.</source>
        <translation>视频有一部分无法读取，得到 {count} 页。</translation>
    </message>
    <message>
        <source>Part of {name} could not be read.</source>
        <translation>{name} 有一部分无法读取。</translation>
    </message>
    <message>
        <source>Videos that play after this one: {count}</source>
        <translation>此后还将播放的视频：{count} 个</translation>
    </message>
    <message>
        <source>One page was left unsaved when Rectoscan ended ({when}).</source>
        <translation>Rectoscan 上次结束时有 1 页未保存（{when}）。</translation>
    </message>
    <message>
        <source>{count} pages were left unsaved when Rectoscan ended ({when}).</source>
        <translation>Rectoscan 上次结束时有 {count} 页未保存（{when}）。</translation>
    </message>
    <message>
        <source>One page is back, with its edits.</source>
        <translation>已恢复 1 页，包括对它的编辑。</translation>
    </message>
    <message>
        <source>{count} pages are back, with their edits.</source>
        <translation>已恢复 {count} 页，包括对它们的编辑。</translation>
    </message>
    <message>
        <source>Pages that cannot be restored, as their pictures are gone: {count}</source>
        <translation>因图片已不在而无法恢复的页面：{count}</translation>
    </message>
    <message>
        <source>Unsaved pages would be lost in a crash: {reason}. Better save them soon.</source>
        <translation>若程序崩溃，未保存的页面将会丢失：{reason}。请尽快保存。</translation>
    </message>
    <message>
        <source>Cannot be dragged out: {reason}.</source>
        <translation>无法拖出：{reason}。</translation>
    </message>
    <message>
        <source>Not printed: {reason}.</source>
        <translation>未打印：{reason}。</translation>
    </message>
    <message>
        <source>Printing failed midway: {reason}. Finished pages may come out of the printer.</source>
        <translation>打印中途失败：{reason}。已完成的页面可能会打印出来。</translation>
    </message>
    <message>
        <source>Rectoscan may not record the screen. Allow it in the system&apos;s settings, then start Rectoscan again.</source>
        <translation>Rectoscan 无权录制屏幕。请在系统设置中允许，然后重新启动 Rectoscan。</translation>
    </message>
    <message>
        <source>No screen was chosen.</source>
        <translation>未选择屏幕。</translation>
    </message>
    <message>
        <source>The screen was unplugged. It is watched no longer.</source>
        <translation>屏幕已断开连接，已停止查看。</translation>
    </message>
    <message>
        <source>The screen has changed. It is watched no longer.</source>
        <translation>屏幕设置已更改，已停止查看。</translation>
    </message>
    <message>
        <source>This system does not let programs watch the screen.</source>
        <translation>此系统不允许程序查看屏幕。</translation>
    </message>
    <message>
        <source>The screen sends no pictures.</source>
        <translation>屏幕没有传来画面。</translation>
    </message>
    <message>
        <source>No machine readable zone was found on this page.</source>
        <translation>此页面上未找到机读区。</translation>
    </message>
    <message>
        <source>The machine readable zone cannot be read.</source>
        <translation>无法读取机读区。</translation>
    </message>
    <message>
        <source>The watched folder is out of reach: {reason}. Watching goes on once it is back.</source>
        <translation>无法访问监视的文件夹：{reason}。恢复后会继续监视。</translation>
    </message>
</context>
<context>
    <name>PageStage</name>
    <message>
        <source>Rotate to the left</source>
        <translation>向左旋转</translation>
    </message>
    <message>
        <source>Rotate to the right</source>
        <translation>向右旋转</translation>
    </message>
    <message>
        <source>Edit corners</source>
        <translation>编辑四角</translation>
    </message>
    <message>
        <source>Black out</source>
        <translation>涂黑</translation>
    </message>
    <message>
        <source>Replace by another picture</source>
        <translation>用另一张图片替换</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>水印</translation>
    </message>
    <message>
        <source>Read MRZ: the machine readable zone</source>
        <translation>读取机读区</translation>
    </message>
    <message>
        <source>Read MRZ</source>
        <translation>读取机读区</translation>
    </message>
    <message>
        <source>Rounded</source>
        <translation>圆角</translation>
    </message>
    <message numerus="yes">
        <source>Rotate %n page(s) to the left</source>
        <translation>
            <numerusform>将 %n 页向左旋转</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rotate %n page(s) to the right</source>
        <translation>
            <numerusform>将 %n 页向右旋转</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n page(s)</source>
        <translation>
            <numerusform>移除 %n 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Size of %n document(s)</source>
        <translation>
            <numerusform>%n 份证件的尺寸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Watermark on %n page(s)</source>
        <translation>
            <numerusform>为 %n 页添加水印</numerusform>
        </translation>
    </message>
    <message>
        <source>Watermark: whom the copy is for</source>
        <translation>水印：注明复印件的用途</translation>
    </message>
    <message>
        <source>Remove this page</source>
        <translation>移除此页</translation>
    </message>
    <message>
        <source>Size of the document</source>
        <translation>证件尺寸</translation>
    </message>
    <message>
        <source>Rounded corners</source>
        <translation>圆角</translation>
    </message>
    <message>
        <source>White outside of a card&apos;s rounded corners</source>
        <translation>卡片圆角以外为白色</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Corrected page</source>
        <translation>校正后的页面</translation>
    </message>
    <message>
        <source>Plus and minus zoom, zero shows it whole, arrows move what is zoomed</source>
        <translation>加号和减号缩放，0 显示整页，方向键移动放大后的页面</translation>
    </message>
    <message>
        <source>Preparing the page…</source>
        <translation>正在准备页面…</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
</context>
<context>
    <name>PrintDialog</name>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Marked pages ({count})</source>
        <translation>选中的页面（{count}）</translation>
    </message>
    <message>
        <source>Only the page shown</source>
        <translation>仅当前页面</translation>
    </message>
    <message>
        <source>Two pages on a sheet, as front and back</source>
        <translation>每张纸两页，如正面和背面</translation>
    </message>
    <message>
        <source>Below each other, where there is room for both</source>
        <translation>纸张放得下时，两页上下排列</translation>
    </message>
    <message>
        <source>&amp;Pages</source>
        <translation>页面(&amp;P)</translation>
    </message>
    <message>
        <source>Printed at true size; smaller only where the paper is too small.</source>
        <translation>按实际尺寸打印；仅在纸张不够大时缩小。</translation>
    </message>
    <message>
        <source>The pages go to this computer&apos;s printing system. It may keep a copy, and uses the network for a printer that is on one.</source>
        <translation>页面会发送到本机的打印系统。打印系统可能保留副本；如果是网络打印机，会通过网络发送。</translation>
    </message>
    <message>
        <source>Printing does not save them.</source>
        <translation>打印不等于保存。</translation>
    </message>
    <message>
        <source>All pages ({count})</source>
        <translation>全部页面（{count}）</translation>
    </message>
    <message>
        <source>Looking for printers…</source>
        <translation>正在查找打印机…</translation>
    </message>
    <message>
        <source>Pictures are still being opened…</source>
        <translation>图片仍在打开…</translation>
    </message>
    <message>
        <source>No printer is set up on this computer.</source>
        <translation>本机没有设置打印机。</translation>
    </message>
    <message>
        <source>No printer is set up on this computer: the next step offers a PDF.</source>
        <translation>本机没有设置打印机：下一步可打印为 PDF。</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Print to PDF…</source>
        <translation>打印为 PDF…</translation>
    </message>
    <message>
        <source>Choose printer…</source>
        <translation>选择打印机…</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Printing: page {number} of {total}</source>
        <translation>正在打印：第 {number} 页，共 {total} 页</translation>
    </message>
    <message>
        <source>Don&apos;t print</source>
        <translation>不打印</translation>
    </message>
    <message>
        <source>Handing over to the printing system…</source>
        <translation>正在发送到打印系统…</translation>
    </message>
    <message>
        <source>Writing the PDF…</source>
        <translation>正在写入 PDF…</translation>
    </message>
    <message>
        <source>Not printed: it was called off.</source>
        <translation>未打印：已取消。</translation>
    </message>
    <message>
        <source>Handed to the printer {name}.</source>
        <translation>已发送到打印机 {name}。</translation>
    </message>
    <message>
        <source>Printed to a file.</source>
        <translation>已打印到文件。</translation>
    </message>
    <message>
        <source>Printed to the file {name} in {folder}.</source>
        <translation>已打印到 {folder} 中的文件 {name}。</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>it is empty (0 bytes)</source>
        <translation>文件为空（0 字节）</translation>
    </message>
    <message>
        <source>it is damaged or cut off</source>
        <translation>文件已损坏或不完整</translation>
    </message>
    <message>
        <source>it is damaged, or a kind of TIFF that is not read</source>
        <translation>文件已损坏，或是无法读取的 TIFF 类型</translation>
    </message>
    <message>
        <source>it is not a picture of a known kind</source>
        <translation>不是可识别的图片</translation>
    </message>
    <message>
        <source>it holds too many files to be looked through</source>
        <translation>其中的文件过多，无法逐一查看</translation>
    </message>
    <message>
        <source>it lies too deep in other folders</source>
        <translation>所在的文件夹层级过深</translation>
    </message>
    <message>
        <source>it is a broken link</source>
        <translation>链接已失效</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>the folder is not there and cannot be made</source>
        <translation>文件夹不存在，也无法创建</translation>
    </message>
    <message>
        <source>the folder cannot be made: a file of its name is there</source>
        <translation>无法创建文件夹：已有同名文件</translation>
    </message>
    <message>
        <source>every name like this one is taken</source>
        <translation>类似的文件名都已被占用</translation>
    </message>
    <message>
        <source>a page is too small for a PDF</source>
        <translation>有一页太小,无法写入 PDF</translation>
    </message>
    <message>
        <source>a page is longer than a sheet can be (5.08 m): save it as PDF, or with more dpi</source>
        <translation>有一页超过纸面的最大长度(5.08 米):请存为 PDF,或提高分辨率</translation>
    </message>
    <message>
        <source>the page does not fit into the memory</source>
        <translation>内存不足，无法处理该页</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>磁盘为只读</translation>
    </message>
    <message>
        <source>another program is using it</source>
        <translation>其他程序正在使用该文件</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>名称过长</translation>
    </message>
    <message>
        <source>a folder has this name</source>
        <translation>已有同名文件夹</translation>
    </message>
    <message>
        <source>it holds more than {count} pictures</source>
        <translation>其中的图片超过 {count} 张</translation>
    </message>
    <message>
        <source>it is too large ({size} px; at most {most} MP can be read)</source>
        <translation>图片过大（{size} 像素，最多可读取 {most} MP）</translation>
    </message>
    <message>
        <source>it cannot be read ({fault})</source>
        <translation>无法读取（{fault}）</translation>
    </message>
    <message>
        <source>it cannot be looked into ({fault})</source>
        <translation>无法查看其内容（{fault}）</translation>
    </message>
    <message>
        <source>it does not fit into the memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>it is too small for a page</source>
        <translation>图片太小，无法成为一页</translation>
    </message>
    <message>
        <source>it holds no pictures</source>
        <translation>其中没有图片</translation>
    </message>
    <message>
        <source>it is a folder, not a picture</source>
        <translation>这是文件夹，不是图片</translation>
    </message>
    <message>
        <source>their folder cannot be locked</source>
        <translation>无法锁定其文件夹</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the folder may not be written to</source>
        <translation>没有写入该文件夹的权限</translation>
    </message>
    <message>
        <source>the printer does not take it</source>
        <translation>打印机未接受</translation>
    </message>
    <message>
        <source>the printer does not take another page</source>
        <translation>打印机未接受下一页</translation>
    </message>
    <message>
        <source>the printer reports a fault</source>
        <translation>打印机报告故障</translation>
    </message>
    <message>
        <source>the file could not be written</source>
        <translation>文件无法写入</translation>
    </message>
    <message>
        <source>it is damaged, or not a picture</source>
        <translation>文件已损坏，或者不是图片</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>Open pictures or a video</source>
        <translation>打开图片或视频</translation>
    </message>
    <message>
        <source>Pictures and videos ({kinds})</source>
        <translation>图片和视频 ({kinds})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>打开图片文件夹</translation>
    </message>
    <message>
        <source>Watch a folder for pictures</source>
        <translation>监视文件夹中的新图片</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>Rectoscan uses no network. Save the picture first, then open the file.</source>
        <translation>Rectoscan 不使用网络。请先保存图片，再打开文件。</translation>
    </message>
    <message>
        <source>That is no file of this computer. Save the picture first, then open the file.</source>
        <translation>这不是本机上的文件。请先保存图片，再打开文件。</translation>
    </message>
    <message>
        <source>Page copied. Clipboard histories are asked to skip it.</source>
        <translation>已复制页面，并请求剪贴板历史不予保留。</translation>
    </message>
    <message>
        <source>Clear session</source>
        <translation>清除会话</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>Save first</source>
        <translation>先保存</translation>
    </message>
    <message>
        <source>Clear all pages? This cannot be undone.</source>
        <translation>要清除所有页面吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>The page is not saved. Discard it?</source>
        <translation>此页尚未保存。要丢弃吗？</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>{unsaved} of {count} pages are not saved. Discard them all?</source>
        <translation>共 {count} 页，其中 {unsaved} 页尚未保存。要全部丢弃吗？</translation>
    </message>
    <message>
        <source>None of the {count} pages is saved. Discard them all?</source>
        <translation>{count} 页均未保存。要全部丢弃吗？</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>全部丢弃</translation>
    </message>
    <message>
        <source>Saved files stay. What a disk once held may be recoverable even when deleted.</source>
        <translation>已保存的文件会保留。磁盘上曾存在的内容即使删除也可能被恢复。</translation>
    </message>
    <message>
        <source>Saved, and the session is cleared.</source>
        <translation>已保存，会话已清除。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>ReviewStage</name>
    <message>
        <source>Accept</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Retake</source>
        <translation>重拍</translation>
    </message>
    <message>
        <source>As detected</source>
        <translation>按检测结果</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车键</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Remove this page</source>
        <translation>移除此页</translation>
    </message>
    <message>
        <source>Tab: next corner
Arrows: 1 px
Shift+arrows: 10 px
+ − 0, wheel: zoom</source>
        <translation>Tab：下一个角
方向键：1 像素
Shift+方向键：10 像素
+ − 0、滚轮：缩放</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>JPEG &amp;quality</source>
        <translation>JPEG 质量(&amp;Q)</translation>
    </message>
    <message>
        <source>Higher is sharper, and a larger file</source>
        <translation>数值越高越清晰，文件也越大</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>All pages ({count})</source>
        <translation>全部页面（{count}）</translation>
    </message>
    <message>
        <source>Only the page shown</source>
        <translation>仅当前页面</translation>
    </message>
    <message>
        <source>PDF, one document</source>
        <translation>PDF，单个文档</translation>
    </message>
    <message>
        <source>PDF on A4, front and back together</source>
        <translation>PDF（A4），正反面同页</translation>
    </message>
    <message>
        <source>JPEG, one file a page, small</source>
        <translation>JPEG，每页一个文件，体积小</translation>
    </message>
    <message>
        <source>PNG, one file a page, lossless</source>
        <translation>PNG，每页一个文件，无损</translation>
    </message>
    <message>
        <source>TIFF, one document, lossless</source>
        <translation>TIFF，单个文档，无损</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>All pages ({count} so far)</source>
        <translation>全部页面（目前 {count} 页）</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Name each file after its picture</source>
        <translation>每个文件以其图片命名</translation>
    </message>
    <message>
        <source>Whoever opens the PDF is asked for it</source>
        <translation>打开 PDF 时需要输入</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>显示密码</translation>
    </message>
    <message>
        <source>Too long: a PDF takes {count} bytes of a password.</source>
        <translation>太长：PDF 的密码最多 {count} 字节。</translation>
    </message>
    <message>
        <source>Keep the resolution of sharper pictures</source>
        <translation>图片更清晰时保留其分辨率</translation>
    </message>
    <message>
        <source>A picture that holds more dots an inch keeps them all.
Otherwise every page gets exactly the resolution above.</source>
        <translation>图片的分辨率高于此值时，按图片自身的分辨率保存。
不勾选时，每页都严格采用上方的分辨率。</translation>
    </message>
    <message>
        <source>Marked pages ({count})</source>
        <translation>选中的页面（{count}）</translation>
    </message>
    <message>
        <source>PDF, one file for each page</source>
        <translation>PDF，每页一个文件</translation>
    </message>
    <message>
        <source>&amp;Pages</source>
        <translation>页面(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Resolution</source>
        <translation>分辨率(&amp;R)</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>密码(&amp;W)</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Printed at 100 %, a document comes out at its true size.</source>
        <translation>按 100% 打印时，证件为真实尺寸。</translation>
    </message>
    <message>
        <source>Some PDF readers do not understand “{character}” in this password.</source>
        <translation>部分 PDF 阅读器无法识别此密码中的“{character}”。</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>选择位置…</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save to</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>Choose the folder for the files</source>
        <translation>选择保存文件的文件夹</translation>
    </message>
    <message>
        <source>The window closes once all pictures are open and saved.</source>
        <translation>所有图片打开并保存后，窗口将关闭。</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>It is saved once all pictures are open.</source>
        <translation>所有图片打开后将保存。</translation>
    </message>
    <message>
        <source>Don&apos;t save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Not saved yet. {trouble}</source>
        <translation>尚未保存。{trouble}</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>仍然保存</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>separate PDFs</source>
        <translation>每页一个 PDF</translation>
    </message>
    <message>
        <source>PDF on A4</source>
        <translation>A4 PDF</translation>
    </message>
    <message>
        <source>JPEG</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>TIFF</source>
        <translation>TIFF</translation>
    </message>
    <message>
        <source>Save as {kind} in {folder}</source>
        <translation>保存为 {kind} 到 {folder}</translation>
    </message>
    <message>
        <source>Save the page as {kind} in {folder}</source>
        <translation>将此页保存为 {kind} 到 {folder}</translation>
    </message>
    <message>
        <source>Save {count} pages as {kind} in {folder}</source>
        <translation>将 {count} 页保存为 {kind} 到 {folder}</translation>
    </message>
    <message>
        <source>Save writes a PDF to {folder}.</source>
        <translation>“保存”会将一个 PDF 写入 {folder}。</translation>
    </message>
    <message>
        <source>Save writes a PDF of each page to {folder}.</source>
        <translation>“保存”会将每页各一个 PDF 写入 {folder}。</translation>
    </message>
    <message>
        <source>Save writes a PDF on A4 to {folder}.</source>
        <translation>“保存”会将一个 A4 PDF 写入 {folder}。</translation>
    </message>
    <message>
        <source>Save writes a JPEG of each page to {folder}.</source>
        <translation>“保存”会将每页各一个 JPEG 写入 {folder}。</translation>
    </message>
    <message>
        <source>Save writes a PNG of each page to {folder}.</source>
        <translation>“保存”会将每页各一个 PNG 写入 {folder}。</translation>
    </message>
    <message>
        <source>Save writes a TIFF to {folder}.</source>
        <translation>“保存”会将一个 TIFF 写入 {folder}。</translation>
    </message>
    <message>
        <source>Saved in {folder} as {name}, locked by the password</source>
        <translation>已在 {folder} 中保存为 {name}，已用密码加密</translation>
    </message>
    <message>
        <source>Saved in {folder} as {name}</source>
        <translation>已在 {folder} 中保存为 {name}</translation>
    </message>
    <message>
        <source>Saved {count} files in {folder}, locked by the password</source>
        <translation>已在 {folder} 中保存 {count} 个文件，已用密码加密</translation>
    </message>
    <message>
        <source>Saved {count} files in {folder}</source>
        <translation>已在 {folder} 中保存 {count} 个文件</translation>
    </message>
    <message>
        <source>Already saved as {name}</source>
        <translation>此前已保存为 {name}</translation>
    </message>
    <message>
        <source>Already saved in {count} files</source>
        <translation>此前已保存在 {count} 个文件中</translation>
    </message>
    <message>
        <source>{saved}. The earlier {name} still shows what is blacked out now.</source>
        <translation>{saved}。此前的 {name} 仍显示现在涂黑的内容。</translation>
    </message>
    <message>
        <source>{saved}. Earlier files that still show what is blacked out now: {count}.</source>
        <translation>{saved}。此前有 {count} 个文件仍显示现在涂黑的内容。</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>While capturing and setting corners</source>
        <translation>拍摄和调整四角时</translation>
    </message>
    <message>
        <source>On a page</source>
        <translation>在页面上</translation>
    </message>
    <message>
        <source>In the list of pages</source>
        <translation>在页面列表中</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何位置</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>拍摄</translation>
    </message>
    <message>
        <source>Auto-capture on or off</source>
        <translation>开启或关闭自动拍摄</translation>
    </message>
    <message>
        <source>Enter / Esc</source>
        <translation>回车键 / Esc</translation>
    </message>
    <message>
        <source>Accept the corners / retake</source>
        <translation>确认四角／重拍</translation>
    </message>
    <message>
        <source>Next / previous corner (Ctrl+Tab leaves)</source>
        <translation>下一个／上一个角（Ctrl+Tab 离开）</translation>
    </message>
    <message>
        <source>Move the corner by 1 px, with Shift by 10 px</source>
        <translation>将角移动 1 像素，按 Shift 移动 10 像素</translation>
    </message>
    <message>
        <source>Whole picture / corners as detected</source>
        <translation>整张图片／按检测结果</translation>
    </message>
    <message>
        <source>Previous / next page</source>
        <translation>上一页／下一页</translation>
    </message>
    <message>
        <source>Edit the corners of the page</source>
        <translation>编辑页面的四角</translation>
    </message>
    <message>
        <source>Next page to check, or hard to read</source>
        <translation>下一个需要检查或难以辨认的页面</translation>
    </message>
    <message>
        <source>Zoom in / out / whole picture</source>
        <translation>放大／缩小／显示整张图片</translation>
    </message>
    <message>
        <source>Wheel / double-click</source>
        <translation>滚轮 / 双击</translation>
    </message>
    <message>
        <source>Zoom at the pointer / the page at 100 %</source>
        <translation>在指针处缩放／页面按 100% 显示</translation>
    </message>
    <message>
        <source>Rotate to the right / left</source>
        <translation>向右／向左旋转</translation>
    </message>
    <message>
        <source>Colour, grey, black and white, clean paper</source>
        <translation>彩色、灰度、黑白、净化纸面</translation>
    </message>
    <message>
        <source>Black out parts of the page (Esc finishes)</source>
        <translation>涂黑页面的一部分（Esc 结束）</translation>
    </message>
    <message>
        <source>Move a frame to black out, with Shift size it; Enter hides</source>
        <translation>移动涂黑方框，按住 Shift 调整大小；回车涂黑</translation>
    </message>
    <message>
        <source>From a page back to live</source>
        <translation>从页面返回实时画面</translation>
    </message>
    <message>
        <source>Watermark: whom the copy is for</source>
        <translation>水印：注明复印件的用途</translation>
    </message>
    <message>
        <source>Read the machine readable zone</source>
        <translation>读取机读区</translation>
    </message>
    <message>
        <source>Remove the page</source>
        <translation>移除页面</translation>
    </message>
    <message>
        <source>Move the page up / down in the list</source>
        <translation>在列表中上移／下移页面</translation>
    </message>
    <message>
        <source>Mark several pages / all, in the list</source>
        <translation>在列表中选中多页／全部</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Move pages in the list, or out of the window as files</source>
        <translation>在列表中移动页面，或将其作为文件拖出窗口</translation>
    </message>
    <message>
        <source>Open pictures</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Paste a picture / copy the page</source>
        <translation>粘贴图片／复制页面</translation>
    </message>
    <message>
        <source>Save to the last folder</source>
        <translation>保存到上次的文件夹</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Undo / redo</source>
        <translation>撤销／重做</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>此列表</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>SourcesPane</name>
    <message>
        <source>Cameras</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>未找到摄像头</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>返回实时画面</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>监视文件夹…</translation>
    </message>
    <message>
        <source>Open all pictures of a folder</source>
        <translation>打开文件夹中的所有图片</translation>
    </message>
    <message>
        <source>Play a clip of a specimen card as if it were a camera</source>
        <translation>播放一段示例证件短片，如同摄像头画面</translation>
    </message>
    <message>
        <source>Open each picture that comes into a folder</source>
        <translation>自动打开放入文件夹的每张图片</translation>
    </message>
    <message>
        <source>Watching: {name}</source>
        <translation>正在监视：{name}</translation>
    </message>
    <message>
        <source>Stop watching {folder}</source>
        <translation>停止监视 {folder}</translation>
    </message>
    <message>
        <source>Screen…</source>
        <translation>屏幕…</translation>
    </message>
    <message>
        <source>Screen {name}</source>
        <translation>屏幕 {name}</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>Capture a document that is shown on the screen</source>
        <translation>拍摄屏幕上显示的证件</translation>
    </message>
    <message>
        <source>Live: {name}</source>
        <translation>实时：{name}</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Add page</source>
        <translation>添加页面</translation>
    </message>
    <message>
        <source>Move corners</source>
        <translation>移动四角</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Change filter</source>
        <translation>更改滤镜</translation>
    </message>
    <message>
        <source>Remove pages</source>
        <translation>移除多页</translation>
    </message>
    <message>
        <source>Change order</source>
        <translation>调整顺序</translation>
    </message>
    <message>
        <source>Round corners</source>
        <translation>圆角</translation>
    </message>
    <message>
        <source>Add pages</source>
        <translation>添加页面</translation>
    </message>
    <message>
        <source>Black out</source>
        <translation>涂黑</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>恢复显示</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>水印</translation>
    </message>
    <message>
        <source>Change size</source>
        <translation>更改尺寸</translation>
    </message>
    <message>
        <source>Remove page</source>
        <translation>移除页面</translation>
    </message>
    <message>
        <source>Replace page</source>
        <translation>替换页面</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>交换正反面</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Show or hide the side panes</source>
        <translation>显示或隐藏侧栏</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Copy the page</source>
        <translation>复制页面</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Undo: {step}</source>
        <translation>撤销：{step}</translation>
    </message>
    <message>
        <source>Redo: {step}</source>
        <translation>重做：{step}</translation>
    </message>
    <message>
        <source>Save ({count})</source>
        <translation>保存（{count}）</translation>
    </message>
    <message>
        <source>Restore unsaved pages ({count})</source>
        <translation>恢复未保存的页面（{count}）</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Confirm each capture</source>
        <translation>每次拍摄后确认</translation>
    </message>
    <message>
        <source>Auto-capture combines frames: less noise and glare</source>
        <translation>自动拍摄合并多帧：减少噪点和反光</translation>
    </message>
    <message>
        <source>Recover unsaved pages after a crash</source>
        <translation>崩溃后恢复未保存的页面</translation>
    </message>
    <message>
        <source>Detect on the graphics card (CUDA)</source>
        <translation>用显卡检测 (CUDA)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Clear session…</source>
        <translation>清除会话…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Swap front and back</source>
        <translation>交换正面和背面</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>背面</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>正面</translation>
    </message>
    <message>
        <source>{place} · {name}</source>
        <translation>{place} · {name}</translation>
    </message>
    <message>
        <source>{side}: empty</source>
        <translation>{side}：空</translation>
    </message>
    <message>
        <source>Capture or open a picture for it</source>
        <translation>拍摄或打开一张图片作为此面</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
    <message>
        <source>No document found: check the corners</source>
        <translation>未找到证件：请检查四角</translation>
    </message>
    <message>
        <source>Not sure of the outline: check the corners</source>
        <translation>轮廓不太确定：请检查四角</translation>
    </message>
    <message>
        <source>Part of the document lies outside the picture</source>
        <translation>证件有一部分在照片之外</translation>
    </message>
    <message>
        <source>Too few pixels: the print can hardly be read. Take it from closer by.</source>
        <translation>像素太少：文字难以辨认。请靠近一些重新拍摄。</translation>
    </message>
    <message>
        <source>Too dark: the print can hardly be read. Take it in more light.</source>
        <translation>太暗：文字难以辨认。请在更亮处重新拍摄。</translation>
    </message>
    <message>
        <source>Glare: print may be lost in it. Take it again.</source>
        <translation>证件上有反光：部分文字可能无法辨认。请重新拍摄。</translation>
    </message>
    <message>
        <source>Blurred: the print can hardly be read. Take it again.</source>
        <translation>图像模糊：文字难以辨认。请重新拍摄。</translation>
    </message>
</context>
<context>
    <name>Viewfinder</name>
    <message>
        <source>Live picture</source>
        <translation>实时画面</translation>
    </message>
    <message>
        <source>Waiting for the first picture…</source>
        <translation>正在等待画面…</translation>
    </message>
    <message>
        <source>The screen is being watched</source>
        <translation>正在查看屏幕</translation>
    </message>
</context>
<context>
    <name>Watermark</name>
    <message>
        <source>Copy for {who}</source>
        <translation>仅供{who}使用</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复印件</translation>
    </message>
</context>
<context>
    <name>WatermarkDialog</name>
    <message>
        <source>Watermark</source>
        <translation>水印</translation>
    </message>
    <message>
        <source>Copy for</source>
        <translation>提供给</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Who gets it</source>
        <translation>接收方</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>办理什么事项</translation>
    </message>
    <message numerus="yes">
        <source>Written across %n page(s), when shown, copied and saved.</source>
        <translation>
            <numerusform>显示、复制和保存时，均会写在 %n 页上。</numerusform>
        </translation>
    </message>
    <message>
        <source>Written across the page, when shown, copied and saved.</source>
        <translation>显示、复制和保存时，均会写在整个页面上。</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>ZoomBar</name>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Zoom: {percent}</source>
        <translation>缩放：{percent}</translation>
    </message>
    <message>
        <source>Show at {percent} (double-click)</source>
        <translation>按 {percent} 显示（双击）</translation>
    </message>
    <message>
        <source>Show the whole page (0)</source>
        <translation>显示整页 (0)</translation>
    </message>
</context>
</TS>
