package org.gale.ringbuf;

/**
 * The bytes of a lane, the same in anonymous memory and in a file that another process maps; little-endian.
 * <pre>
 *  byte
 *     0  +---------------------------------------------------------------+
 *        | MAGIC (8)                                                     |  written once,
 *     8  | VERSION (4)                    | CAPACITY in words (4)        |  magic last
 *        +---------------------------------------------------------------+
 *        :                        gap to two cache lines                 :
 *   128  +---------------------------------------------------------------+
 *        | TAIL: position after the last published word                  |  producer
 *        :                        gap                                    :
 *   256  +---------------------------------------------------------------+
 *        | REFUSED: offers refused because the lane was full             |  producer
 *        :                        gap                                    :
 *   384  +---------------------------------------------------------------+
 *        | HEAD: position after the last drained word                    |  consumer
 *        :                        gap                                    :
 *   512  +---------------------------------------------------------------+
 *        | COMPLETED: position after the last word whose effects are out |  consumer
 *        :                        gap                                    :
 *   640  +---------------------------------------------------------------+
 *        | CLOSED: 0, or the code of a CloseReason                       |  consumer
 *        :                        gap                                    :
 *   768  +---------------------------------------------------------------+
 *        | slot 0 (8)                                                    |  producer
 *        | slot 1 (8)                                                    |
 *        :                                                               :
 *        +---------------------------------------------------------------+
 * </pre>
 * Positions count words since the lane was made, and only grow; the word of position p lies in slot p mod CAPACITY.
 * TAIL is stored with release after the slots and never inside a command. The offsets are public because the layout
 * is a contract between processes; within one, {@link LaneProducer} and {@link LaneConsumer} are the only users.
 */
public final class LaneLayout
{
    /** The letters GALELANE, first letter in the lowest byte. */
    public static final long MAGIC = 0x454E_414C_454C_4147L;
    /** Changes whenever anything on this page does. */
    public static final int VERSION = 1;

    /** Two cache lines: prefetchers fetch them in pairs. */
    public static final int GAP = 128;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    public static final int CAPACITY_OFFSET = VERSION_OFFSET + Integer.BYTES;
    public static final int TAIL_OFFSET = MAGIC_OFFSET + GAP;
    public static final int REFUSED_OFFSET = TAIL_OFFSET + GAP;
    public static final int HEAD_OFFSET = REFUSED_OFFSET + GAP;
    public static final int COMPLETED_OFFSET = HEAD_OFFSET + GAP;
    public static final int CLOSED_OFFSET = COMPLETED_OFFSET + GAP;
    public static final int SLOTS_OFFSET = CLOSED_OFFSET + GAP;

    private LaneLayout()
    {
    }
}
