package org.gale.engine.config;

/** Use that a command makes of a file or directory which an argument names. */
public enum FileUse
{
    /** A file or directory that is read. {@code -} is standard input. */
    READ,
    /** The file of a job, or a word that names no file. */
    READ_IF_JOB,
    /** A file that is written, over one that is there. {@code -} is standard output. */
    WRITTEN,
    /** A directory or socket that is new, empty, or the place of a command's own files. */
    MADE
}
