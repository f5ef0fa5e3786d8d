package org.gale.engine.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Configuration of a run, the beginning of a journal: the description of the machine that a replay builds, and the
 * source of the commands. Encoded as lines of UTF-8, {@code key=value}, in a fixed order. {@code gale} is the version
 * of the writer, {@code machine} has the form of {@link MachineConfig#toKeys()}, and {@code seed} follows. Others, such
 * as {@code job}, come last. Immutable.
 *
 * @param version version that wrote the journal
 * @param machine machine at reset
 * @param seed    seed of all random numbers
 * @param others  further keys and values, in order
 */
public record RunConfiguration(String version, MachineConfig machine, long seed, Map<String, String> others)
{
    /** Limit of the length of an encoded configuration, in bytes. */
    public static final int LENGTH_LIMIT = 192 * 1024;
    /** Limit of the length of a job as a journal holds it, in bytes. A longer one is packed. */
    public static final int JOB_LIMIT = 128 * 1024;
    /** Limit of the length of a job, in bytes. */
    public static final int UNPACKED_JOB_LIMIT = 1 << 20;
    /** Seed of a run that sets none. */
    public static final long SEED_DEFAULT = 1;
    /** Key of the job of a storm, one line of JSON. */
    public static final String JOB = "job";
    /** Key of the version of the model that says when the commands of a storm on the virtual clock are applied. */
    public static final String MODEL = "model";
    /** Key of the device whose messages a journal holds. Such a journal has no commands. */
    public static final String DEVICE = "device";

    private static final String VERSION = "gale";
    private static final String MACHINE = "machine";
    private static final String SEED = "seed";
    private static final int KEY_LIMIT = 64;
    private static final int SHOWN_LIMIT = 80;

    /**
     * Copies the further keys.
     *
     * @throws IllegalArgumentException if a key or a value cannot be written as a line
     */
    public RunConfiguration
    {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        checkValue(VERSION, version);
        others.forEach((key, value) ->
        {
            if (!isKey(key) || key.equals(VERSION) || key.equals(MACHINE) || key.equals(SEED))
            {
                throw new IllegalArgumentException("not a key of a configuration: '" + shown(key) + "'");
            }
            checkValue(key, value);
        });
    }

    /** Makes a configuration without further keys. */
    public RunConfiguration(final String version, final MachineConfig machine, final long seed)
    {
        this(version, machine, seed, Map.of());
    }

    /** Returns this configuration with one more key. */
    public RunConfiguration with(final String key, final String value)
    {
        final Map<String, String> more = new LinkedHashMap<>(others);
        more.put(key, value);

        return new RunConfiguration(version, machine, seed, more);
    }

    /**
     * Returns the value of one of the further keys.
     *
     * @return the value, or null if the key is absent
     */
    public String value(final String key)
    {
        return others.get(key);
    }

    /** Returns whether the commands are those of a storm. */
    public boolean isStorm()
    {
        return others.containsKey(JOB);
    }

    /** Returns whether the journal holds what a device and its client exchanged, and no machine. */
    public boolean isDevice()
    {
        return others.containsKey(DEVICE);
    }

    /** Returns a job as a journal holds it: packed if it is longer than the limit. */
    public static String storedJob(final String job)
    {
        return job.getBytes(StandardCharsets.UTF_8).length > JOB_LIMIT ? PackedText.of(job) : job;
    }

    /** Encodes the configuration as the payload of the journal's first frame. */
    public byte[] toBytes()
    {
        final StringBuilder text = new StringBuilder();
        line(text, VERSION, version);
        line(text, MACHINE, machine.toKeys());
        line(text, SEED, Long.toString(seed));
        others.forEach((key, value) -> line(text, key, key.equals(JOB) ? storedJob(value) : value));

        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Decodes bytes that {@link #toBytes} wrote, and refuses all others.
     *
     * @throws IllegalArgumentException with the line and its fault, if the bytes are no configuration
     */
    public static RunConfiguration parse(final byte[] bytes)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        int number = 0;
        for (final String line : text(bytes).split("\n", -1))
        {
            number++;
            if (!line.isEmpty())
            {
                parseLine(number, line, values);
            }
        }
        values.computeIfPresent(JOB, (key, job) -> job(job));
        final String version = take(values, VERSION);
        final String machine = take(values, MACHINE);
        final String seed = take(values, SEED);

        return new RunConfiguration(version, machine(machine), seed(seed), values);
    }

    private static void parseLine(final int number, final String line, final Map<String, String> values)
    {
        final int equals = line.indexOf('=');
        if (equals < 0 || !isKey(line.substring(0, equals)))
        {
            throw new IllegalArgumentException("line " + number + " is not KEY=VALUE: '" + shown(line) + "'");
        }
        final String key = line.substring(0, equals);
        if (values.put(key, line.substring(equals + 1)) != null)
        {
            throw new IllegalArgumentException("line " + number + ": " + key + " is given twice");
        }
        checkValue(key, line.substring(equals + 1));
    }

    private static String text(final byte[] bytes)
    {
        if (bytes.length > LENGTH_LIMIT)
        {
            throw new IllegalArgumentException(
                "too long: " + NumberText.counted(bytes.length, "byte") + ", at most " +
                NumberText.count(LENGTH_LIMIT) + " are a configuration");
        }
        try
        {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (final CharacterCodingException ex)
        {
            throw new IllegalArgumentException("not UTF-8", ex);
        }
    }

    private static String take(final Map<String, String> values, final String key)
    {
        final String value = values.remove(key);
        if (value == null)
        {
            throw new IllegalArgumentException("the line '" + key + "=...' is missing");
        }

        return value;
    }

    private static String job(final String stored)
    {
        try
        {
            return PackedText.isOne(stored) ? PackedText.unpacked(stored, UNPACKED_JOB_LIMIT) : stored;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(JOB + ": " + shown(String.valueOf(ex.getMessage())), ex);
        }
    }

    private static MachineConfig machine(final String words)
    {
        try
        {
            return MachineConfig.parse(List.of(words.strip().split(" +")));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(MACHINE + ": " + shown(String.valueOf(ex.getMessage())), ex);
        }
    }

    private static long seed(final String text)
    {
        try
        {
            return Quantity.whole(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(SEED + ": '" + shown(text) + "' is not a number", ex);
        }
    }

    private static void line(final StringBuilder text, final String key, final String value)
    {
        text.append(key).append('=').append(value).append('\n');
    }

    private static boolean isKey(final String key)
    {
        return !key.isEmpty() && key.length() <= KEY_LIMIT &&
            key.chars().allMatch(RunConfiguration::isKeyCharacter);
    }

    private static boolean isKeyCharacter(final int character)
    {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '_' ||
            character == '.';
    }

    private static void checkValue(final String key, final String value)
    {
        if (value.chars().anyMatch(Character::isISOControl))
        {
            throw new IllegalArgumentException(key + ": a control character in '" + shown(value) + "'");
        }
    }

    /** Returns a text as printable characters, shortened for a message. */
    private static String shown(final String text)
    {
        final StringBuilder shown = new StringBuilder();
        text.chars().limit(SHOWN_LIMIT).forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char)c));

        return shown.append(text.length() > SHOWN_LIMIT ? "..." : "").toString();
    }
}
