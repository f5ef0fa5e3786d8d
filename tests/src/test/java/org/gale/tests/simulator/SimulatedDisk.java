package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Disk with directories and files, and the kernel before it. Names are forced with their directory, bytes with their
 * file. It fails when a {@link DiskFaults} says so; once it is down, nothing changes it any more. Owned by one thread.
 */
final class SimulatedDisk
{
    static final String ROOT = "/";

    private final DiskFaults faults;
    private final SortedMap<String, DiskFile> names;
    private final SortedMap<String, DiskFile> forcedNames;
    private final List<String> violations = new ArrayList<>();
    private Consumer<String> onChange = change -> { };
    private boolean isDown;

    SimulatedDisk(final DiskFaults faults)
    {
        this(faults, new TreeMap<>(), new TreeMap<>());
        names.put(ROOT, null);
        forcedNames.put(ROOT, null);
    }

    private SimulatedDisk(
        final DiskFaults faults,
        final SortedMap<String, DiskFile> names,
        final SortedMap<String, DiskFile> forcedNames)
    {
        this.faults = faults;
        this.names = names;
        this.forcedNames = forcedNames;
    }

    /** Sets an action that is given each change of a file and each force, as a verb and a name, in order. */
    void onChange(final Consumer<String> action)
    {
        onChange = action;
    }

    /** Returns the root of the disk as a path of a file system. */
    Path root()
    {
        return new DiskFileSystem(this).getPath(ROOT);
    }

    /** Takes the disk down: the process or the machine ends here. */
    void goDown()
    {
        isDown = true;
    }

    /** Takes the disk down and forgets its files: what a dead process still holds is small. */
    void discard()
    {
        goDown();
        names.clear();
        forcedNames.clear();
    }

    boolean isDown()
    {
        return isDown;
    }

    /** Returns the faults of software that were seen, such as a store into space that is not reserved. */
    List<String> violations()
    {
        return violations;
    }

    /** Returns the disk that a process finds which starts after the death of another. */
    SimulatedDisk afterDeath(final DiskFaults newFaults)
    {
        final SortedMap<String, DiskFile> left = new TreeMap<>();
        final Map<DiskFile, DiskFile> copies = new HashMap<>();
        names.forEach((name, file) -> left.put(name,
            file == null ? null : copies.computeIfAbsent(file, DiskFile::afterDeath)));
        final SortedMap<String, DiskFile> leftForced = new TreeMap<>();
        forcedNames.forEach((name, file) -> leftForced.put(name,
            file == null ? null : copies.computeIfAbsent(file, DiskFile::afterDeath)));

        return new SimulatedDisk(newFaults, left, leftForced);
    }

    /** Returns the disk that a machine finds which starts after a loss of power. */
    SimulatedDisk afterPowerLoss(final DiskFaults newFaults, final SplittableRandom random)
    {
        final SortedMap<String, DiskFile> left = new TreeMap<>();
        for (final Map.Entry<String, DiskFile> entry : forcedNames.entrySet())
        {
            if (entry.getKey().equals(ROOT) || left.containsKey(parent(entry.getKey())))
            {
                left.put(entry.getKey(),
                    entry.getValue() == null ? null : entry.getValue().afterPowerLoss(random));
            }
        }

        return new SimulatedDisk(newFaults, left, new TreeMap<>(left));
    }

    /** Names and contents of all files, in order. */
    SortedMap<String, byte[]> contents()
    {
        final SortedMap<String, byte[]> contents = new TreeMap<>();
        names.forEach((name, file) ->
        {
            if (file != null)
            {
                contents.put(name, file.content());
            }
        });

        return contents;
    }

    boolean exists(final String name)
    {
        return names.containsKey(name);
    }

    boolean isDirectory(final String name)
    {
        return names.containsKey(name) && names.get(name) == null;
    }

    DiskFile file(final String name) throws IOException
    {
        final DiskFile file = names.get(name);
        if (file == null)
        {
            throw new NoSuchFileException(name);
        }

        return file;
    }

    List<String> list(final String directory) throws IOException
    {
        checkUp();
        if (!isDirectory(directory))
        {
            throw new NoSuchFileException(directory);
        }

        return names.keySet().stream().filter(name -> !name.equals(ROOT) && parent(name).equals(directory)).toList();
    }

    void createDirectory(final String name) throws IOException
    {
        change();
        checkFree(name);
        faults.onWrite(1, usedPages());
        names.put(name, null);
    }

    DiskFile createFile(final String name) throws IOException
    {
        change();
        checkFree(name);
        faults.onWrite(1, usedPages());
        final DiskFile file = new DiskFile();
        names.put(name, file);

        return file;
    }

    void delete(final String name) throws IOException
    {
        change();
        if (!names.containsKey(name))
        {
            throw new NoSuchFileException(name);
        }
        if (isDirectory(name) && !list(name).isEmpty())
        {
            throw new DirectoryNotEmptyException(name);
        }
        names.remove(name);
    }

    void move(final String from, final String to) throws IOException
    {
        change();
        names.put(to, file(from));
        names.remove(from);
    }

    void forceDirectory(final String directory) throws IOException
    {
        change();
        faults.onForce();
        onChange.accept("force " + directory);
        forcedNames.keySet().removeIf(name ->
            !name.equals(ROOT) && parent(name).equals(directory) && !names.containsKey(name));
        forcedNames.keySet().removeIf(name -> !name.equals(ROOT) && !names.containsKey(parent(name)));
        for (final String name : list(directory))
        {
            forcedNames.put(name, names.get(name));
        }
    }

    void write(final DiskFile file, final long offset, final byte[] bytes, final int length) throws IOException
    {
        change();
        faults.onWrite(file.missingPages(offset, length), usedPages());
        changed("write", file, offset);
        file.write(offset, bytes, 0, length);
    }

    void truncate(final DiskFile file, final long size) throws IOException
    {
        change();
        changed("truncate", file, size);
        file.truncate(size);
    }

    void force(final DiskFile file) throws IOException
    {
        change();
        faults.onForce();
        changed("force", file, 0);
        file.force();
    }

    /** A store into mapped memory, which cannot be refused. */
    void store(final DiskFile file, final long offset, final byte[] bytes, final int at, final int length)
    {
        if (isDown || faults.endsNow())
        {
            goDown();
            throw new DiskDownError();
        }
        if (file.missingPages(offset, length) > 0)
        {
            violations.add("a store into space that is not reserved: offset=" + offset + ", length=" + length);
        }
        changed("store", file, offset);
        file.write(offset, bytes, at, length);
    }

    private void changed(final String verb, final DiskFile file, final long offset)
    {
        names.forEach((name, known) ->
        {
            if (known == file && file != null)
            {
                onChange.accept(verb + ' ' + name + (verb.equals("force") ? "" : " " + offset));
            }
        });
    }

    /** Before each change that a call asks for: the last one may be the end. */
    private void change() throws IOException
    {
        checkUp();
        if (faults.endsNow())
        {
            goDown();
            checkUp();
        }
    }

    private void checkUp() throws IOException
    {
        if (isDown)
        {
            throw new IOException("the machine is down");
        }
    }

    private void checkFree(final String name) throws IOException
    {
        if (names.containsKey(name))
        {
            throw new FileAlreadyExistsException(name);
        }
        if (!isDirectory(parent(name)))
        {
            throw new NoSuchFileException(parent(name));
        }
    }

    /** Pages reserved by all files. */
    long usedPages()
    {
        long pages = 0;
        for (final DiskFile file : names.values())
        {
            pages += file == null ? 0 : file.reservedPages();
        }

        return pages;
    }

    private static String parent(final String name)
    {
        final int slash = name.lastIndexOf('/');

        return slash == 0 ? ROOT : name.substring(0, slash);
    }
}
