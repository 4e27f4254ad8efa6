package org.ifnet.launcher;

/** Why the container could not be started, in words for the user. */
final class LaunchException extends Exception {

    LaunchException(String message) {
        super(message);
    }
}
