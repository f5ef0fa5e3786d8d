package org.gale.tests.simulator;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** Path of a simulated disk, which has no links. The names are those of a path of the host. Immutable. */
final class DiskPath implements Path
{
    private final DiskFileSystem system;
    private final Path names;

    DiskPath(final DiskFileSystem system, final Path names)
    {
        this.system = system;
        this.names = names;
    }

    /** The name in the disk, from the root on. */
    String name()
    {
        return names.toAbsolutePath().normalize().toString();
    }

    @Override
    public FileSystem getFileSystem()
    {
        return system;
    }

    @Override
    public boolean isAbsolute()
    {
        return names.isAbsolute();
    }

    @Override
    public Path getRoot()
    {
        return wrap(names.getRoot());
    }

    @Override
    public Path getFileName()
    {
        return wrap(names.getFileName());
    }

    @Override
    public Path getParent()
    {
        return wrap(names.getParent());
    }

    @Override
    public int getNameCount()
    {
        return names.getNameCount();
    }

    @Override
    public Path getName(final int index)
    {
        return wrap(names.getName(index));
    }

    @Override
    public Path subpath(final int from, final int to)
    {
        return wrap(names.subpath(from, to));
    }

    @Override
    public boolean startsWith(final Path other)
    {
        return names.startsWith(unwrap(other));
    }

    @Override
    public boolean endsWith(final Path other)
    {
        return names.endsWith(unwrap(other));
    }

    @Override
    public Path normalize()
    {
        return wrap(names.normalize());
    }

    @Override
    public Path resolve(final Path other)
    {
        return wrap(names.resolve(unwrap(other)));
    }

    @Override
    public Path relativize(final Path other)
    {
        return wrap(names.relativize(unwrap(other)));
    }

    @Override
    public URI toUri()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path toAbsolutePath()
    {
        return wrap(names.toAbsolutePath());
    }

    @Override
    public Path toRealPath(final LinkOption... options)
    {
        return wrap(names.toAbsolutePath().normalize());
    }

    @Override
    public WatchKey register(
        final WatchService watcher, final WatchEvent.Kind<?>[] events, final WatchEvent.Modifier... modifiers)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(final Path other)
    {
        return names.compareTo(unwrap(other));
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof DiskPath path && path.system == system && path.names.equals(names);
    }

    @Override
    public int hashCode()
    {
        return names.hashCode();
    }

    @Override
    public String toString()
    {
        return names.toString();
    }

    private Path wrap(final Path path)
    {
        return path == null ? null : new DiskPath(system, path);
    }

    private static Path unwrap(final Path path)
    {
        return ((DiskPath)path).names;
    }
}
