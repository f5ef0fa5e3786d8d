package org.gale.engine.device.nvme;

import java.util.HashMap;
import java.util.Map;

/** Features of a controller, as the guest has set them since the last reset. Owner: the answering thread. */
final class Features
{
    static final int POWER = 0x02;
    static final int VOLATILE_CACHE = 0x06;
    static final int QUEUES = 0x07;
    static final int COALESCING = 0x08;
    static final int VECTOR = 0x09;

    private static final int UNKNOWN = -1;
    private static final Map<Integer, Integer> DEFAULTS = Map.of(
        0x01, 0, POWER, 0, 0x04, 0x157, 0x05, 0, VOLATILE_CACHE, 1, 0x0a, 0, 0x0b, 0);
    private static final int NO_COUNT = 0xffff;

    private final Map<Integer, Integer> values = new HashMap<>(DEFAULTS);
    private final int queues;
    private final int coalescing;

    /**
     * Makes the features of a controller.
     *
     * @param queues     I/O queues
     * @param coalescing as the job says, in the form of the feature
     */
    Features(final int queues, final int coalescing)
    {
        this.queues = queues;
        this.coalescing = coalescing;
        reset();
    }

    void reset()
    {
        values.clear();
        values.putAll(DEFAULTS);
        values.put(QUEUES, granted());
        values.put(COALESCING, coalescing);
    }

    private int granted()
    {
        return (queues - 1) << Short.SIZE | (queues - 1);
    }

    /** Returns whether there is a feature. */
    boolean has(final int feature)
    {
        return feature == VECTOR || values.containsKey(feature);
    }

    /**
     * Returns the value of a feature.
     *
     * @param word of the command, which names the vector of {@link #VECTOR}
     */
    int get(final int feature, final int word)
    {
        return feature == VECTOR ? word & 0xffff : values.getOrDefault(feature, UNKNOWN);
    }

    /**
     * Sets a feature.
     *
     * @return {@link NvmeStatus}
     */
    int set(final int feature, final int value)
    {
        final boolean isValid = switch (feature)
        {
            case POWER, VOLATILE_CACHE -> (value & ~(feature == VOLATILE_CACHE ? 1 : 0)) == 0;
            case QUEUES -> (value & NO_COUNT) != NO_COUNT && value >>> Short.SIZE != NO_COUNT;
            case VECTOR -> value >= 0 && value <= queues;
            case COALESCING -> (value & ~NO_COUNT) == 0;
            default -> has(feature);
        };
        if (!isValid)
        {
            return NvmeStatus.INVALID_FIELD;
        }
        if (feature != QUEUES && feature != VECTOR)
        {
            values.put(feature, value);
        }

        return NvmeStatus.SUCCESS;
    }
}
