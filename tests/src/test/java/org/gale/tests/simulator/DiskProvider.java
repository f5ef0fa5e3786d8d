package org.gale.tests.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Operations on paths of simulated disks. */
final class DiskProvider extends FileSystemProvider
{
    @Override
    public FileChannel newFileChannel(
        final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes)
        throws IOException
    {
        final SimulatedDisk disk = disk(path);
        final String name = name(path);
        if (disk.isDirectory(name))
        {
            return new DiskChannel(disk, name);
        }
        if (options.contains(StandardOpenOption.CREATE_NEW) ||
            (options.contains(StandardOpenOption.CREATE) && !disk.exists(name)))
        {
            return new DiskChannel(disk, disk.createFile(name));
        }
        final DiskFile file = disk.file(name);
        if (options.contains(StandardOpenOption.TRUNCATE_EXISTING))
        {
            disk.truncate(file, 0);
        }

        return new DiskChannel(disk, file);
    }

    @Override
    public SeekableByteChannel newByteChannel(
        final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes)
        throws IOException
    {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        final Path path, final DirectoryStream.Filter<? super Path> filter) throws IOException
    {
        final FileSystem system = path.getFileSystem();
        final List<Path> entries = disk(path).list(name(path)).stream().map(system::getPath).toList();

        return new DirectoryStream<>()
        {
            @Override
            public Iterator<Path> iterator()
            {
                return entries.iterator();
            }

            @Override
            public void close()
            {
                // Nothing is open.
            }
        };
    }

    @Override
    public void createDirectory(final Path path, final FileAttribute<?>... attributes) throws IOException
    {
        disk(path).createDirectory(name(path));
    }

    @Override
    public void delete(final Path path) throws IOException
    {
        disk(path).delete(name(path));
    }

    @Override
    public void move(final Path from, final Path to, final CopyOption... options) throws IOException
    {
        disk(from).move(name(from), name(to));
    }

    @Override
    public void checkAccess(final Path path, final AccessMode... modes) throws IOException
    {
        if (!disk(path).exists(name(path)))
        {
            throw new NoSuchFileException(path.toString());
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        final Path path, final Class<A> type, final LinkOption... options) throws IOException
    {
        checkAccess(path);
        final SimulatedDisk disk = disk(path);
        final boolean isDirectory = disk.isDirectory(name(path));

        return type.cast(new DiskAttributes(isDirectory, isDirectory ? 0 : disk.file(name(path)).size()));
    }

    @Override
    public FileStore getFileStore(final Path path) throws IOException
    {
        throw new IOException("usable space is not known");
    }

    @Override
    public boolean isSameFile(final Path path, final Path other)
    {
        return path.equals(other);
    }

    @Override
    public boolean isHidden(final Path path)
    {
        return false;
    }

    @Override
    public String getScheme()
    {
        return "simulated";
    }

    @Override
    public FileSystem newFileSystem(final URI uri, final Map<String, ?> properties)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(final URI uri)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(final URI uri)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(final Path from, final Path to, final CopyOption... options)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        final Path path, final Class<V> type, final LinkOption... options)
    {
        return null;
    }

    @Override
    public Map<String, Object> readAttributes(
        final Path path, final String attributes, final LinkOption... options)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(
        final Path path, final String attribute, final Object value, final LinkOption... options)
    {
        throw new UnsupportedOperationException();
    }

    private static SimulatedDisk disk(final Path path)
    {
        return ((DiskFileSystem)path.getFileSystem()).disk();
    }

    private static String name(final Path path)
    {
        return ((DiskPath)path).name();
    }
}
