package org.gale.engine.cli.forms;

import java.util.Collection;

/** Verdicts of a form on one thing that was judged, the least severe first. */
enum Word
{
    /** Holds. */
    PASSED,
    /** Nothing is known. */
    UNKNOWN,
    /** Does not hold. */
    FAILED,
    /** Could not be judged, or broke. */
    ERROR;

    /** Returns the verdict of an exit code, by the table of the book. */
    static Word ofExit(final int code)
    {
        return switch (code)
        {
            case 0 -> PASSED;
            case 4 -> UNKNOWN;
            case 3 -> FAILED;
            case 1, 5, 6, 7, 8 -> ERROR;
            default -> throw new AssertionError("exit code " + code + " judges nothing");
        };
    }

    /** Returns the most severe of some words. */
    static Word worst(final Collection<Word> words)
    {
        return words.stream().reduce(PASSED, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
}
