"""The system's permission to use the camera: macOS, Android and Flatpak ask the person."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt


def may_use_camera() -> bool:
    """Whether the system lets this program; nobody is asked. Call on the GUI thread."""
    application = QCoreApplication.instance()
    granted = Qt.PermissionStatus.Granted
    return application is None or application.checkPermission(QCameraPermission()) == granted


def with_camera_permission(
    context: QObject, granted: Callable[[], None], denied: Callable[[], None]
) -> None:
    """Calls one of the two: at once, or when the person has answered. Call on the GUI thread."""
    application = QCoreApplication.instance()
    if application is None:
        granted()
        return
    permission = QCameraPermission()
    status = application.checkPermission(permission)
    if status == Qt.PermissionStatus.Granted:
        granted()
    elif status == Qt.PermissionStatus.Denied:
        denied()
    else:
        application.requestPermission(
            permission,
            context,
            lambda answer: (
                granted() if answer.status() == Qt.PermissionStatus.Granted else denied()
            ),
        )
