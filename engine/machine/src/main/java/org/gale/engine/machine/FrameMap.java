package org.gale.engine.machine;

import java.util.List;

/** Map of the register frames of a machine by physical address. Immutable. */
public final class FrameMap
{
    private final List<RegisterFrame> inOrder;
    private final RegisterFrame[] frames;

    /**
     * Creates the map.
     *
     * @param frames in the order in which a reader wants to see them
     * @throws IllegalStateException if two frames overlap
     */
    public FrameMap(final List<RegisterFrame> frames)
    {
        this.inOrder = List.copyOf(frames);
        this.frames = frames.stream().sorted((one, next) -> Long.compare(one.base(), next.base()))
            .toArray(RegisterFrame[]::new);
        for (int i = 1; i < this.frames.length; i++)
        {
            final RegisterFrame previous = this.frames[i - 1];
            if (this.frames[i].base() - previous.base() < previous.lengthBytes())
            {
                throw new IllegalStateException(
                    "frames overlap: " + previous.name() + ", " + this.frames[i].name());
            }
        }
    }

    /** Returns the frames in the order that the constructor was given. */
    public List<RegisterFrame> all()
    {
        return inOrder;
    }

    /**
     * Finds the frame that holds the whole of an access.
     *
     * @param address any address
     * @return the frame, or null
     */
    public RegisterFrame find(final long address, final int sizeBytes)
    {
        int low = 0;
        int high = frames.length;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (frames[middle].base() <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && frames[low - 1].contains(address, sizeBytes) ? frames[low - 1] : null;
    }
}
