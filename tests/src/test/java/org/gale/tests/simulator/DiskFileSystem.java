package org.gale.tests.simulator;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** File system of a simulated disk. Two are never equal, so that each life of a disk has its own paths. */
final class DiskFileSystem extends FileSystem
{
    private final SimulatedDisk disk;
    private final DiskProvider provider = new DiskProvider();

    DiskFileSystem(final SimulatedDisk disk)
    {
        this.disk = disk;
    }

    SimulatedDisk disk()
    {
        return disk;
    }

    @Override
    public FileSystemProvider provider()
    {
        return provider;
    }

    @Override
    public Path getPath(final String first, final String... more)
    {
        return new DiskPath(this, Path.of(first, more));
    }

    @Override
    public void close()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen()
    {
        return true;
    }

    @Override
    public boolean isReadOnly()
    {
        return false;
    }

    @Override
    public String getSeparator()
    {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories()
    {
        return List.of(getPath(SimulatedDisk.ROOT));
    }

    @Override
    public Iterable<FileStore> getFileStores()
    {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews()
    {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(final String pattern)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService()
    {
        throw new UnsupportedOperationException();
    }
}
