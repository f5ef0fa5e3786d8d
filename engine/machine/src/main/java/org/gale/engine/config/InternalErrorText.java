package org.gale.engine.config;

import java.util.regex.Pattern;

/** Text of an internal error as a user reads it: without the names of classes, which are for {@code -C debug=true}. */
public final class InternalErrorText
{
    private static final Pattern CLASS_NAME =
        Pattern.compile("(?<![\\w./])(?:org|java|javax|jdk|sun|net|com|picocli)[./]\\w[\\w.$/]*");

    private InternalErrorText()
    {
    }

    /** Returns the message of an error, with dots in place of each class name. */
    public static String of(final Throwable error)
    {
        final String message = error.getMessage() == null ? "without a message" :
            CLASS_NAME.matcher(error.getMessage()).replaceAll("...");

        return error instanceof LinkageError ? "the jar is incomplete: " + message : message;
    }
}
