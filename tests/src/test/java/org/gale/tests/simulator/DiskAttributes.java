package org.gale.tests.simulator;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Attributes of a file or directory of a simulated disk.
 *
 * @param isDirectory true for a directory, false for a regular file
 * @param size        in bytes
 */
record DiskAttributes(boolean isDirectory, long size) implements BasicFileAttributes
{
    private static final FileTime TIME = FileTime.fromMillis(0);

    @Override
    public boolean isRegularFile()
    {
        return !isDirectory;
    }

    @Override
    public FileTime lastModifiedTime()
    {
        return TIME;
    }

    @Override
    public FileTime lastAccessTime()
    {
        return TIME;
    }

    @Override
    public FileTime creationTime()
    {
        return TIME;
    }

    @Override
    public boolean isSymbolicLink()
    {
        return false;
    }

    @Override
    public boolean isOther()
    {
        return false;
    }

    @Override
    public Object fileKey()
    {
        return null;
    }
}
