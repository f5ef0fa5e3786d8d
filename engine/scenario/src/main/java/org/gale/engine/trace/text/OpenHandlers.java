package org.gale.engine.trace.text;

import java.util.Arrays;

/** Events of a CPU that have begun, the one that began last at the end. Owner: the calling thread. */
final class OpenHandlers
{
    static final int NESTING_LIMIT = 64;

    private OpenHandler[] handlers = {new OpenHandler(), new OpenHandler()};
    private int size;

    int size()
    {
        return size;
    }

    /** Adds an event, which the caller begins. */
    OpenHandler add()
    {
        if (size == handlers.length)
        {
            handlers = Arrays.copyOf(handlers, 2 * size);
            Arrays.setAll(handlers, index -> index < size ? handlers[index] : new OpenHandler());
        }

        return handlers[size++];
    }

    OpenHandler get(final int index)
    {
        return handlers[index];
    }

    /** Returns the index of the event of a key that began last, or -1. */
    int find(final int key)
    {
        int index = size - 1;
        while (index >= 0 && handlers[index].key() != key)
        {
            index--;
        }

        return index;
    }

    /** Returns the index of the event that has no running handler, of which there is one at most, or -1. */
    int findFinished()
    {
        int index = size - 1;
        while (index >= 0 && handlers[index].isRunning())
        {
            index--;
        }

        return index;
    }

    void remove(final int index)
    {
        final OpenHandler removed = handlers[index];
        System.arraycopy(handlers, index + 1, handlers, index, size - index - 1);
        handlers[--size] = removed;
    }
}
