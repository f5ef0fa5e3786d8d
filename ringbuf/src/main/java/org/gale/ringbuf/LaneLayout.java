package org.gale.ringbuf;

/**
 * Layout of a lane, the same in anonymous memory and in a file that another process maps; little-endian.
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
 * Positions count words since the lane was made, and only grow. The word of position p lies in slot p mod CAPACITY.
 * TAIL is stored with release after the slots and never inside a command. The offsets are public because the layout is
 * a contract between processes. Within one process, only {@link LaneProducer} and {@link LaneConsumer} use them.
 * <h2>For writers in other languages</h2>
 * The consumer makes the memory. One producer alone stores TAIL, REFUSED and slots, and nothing else. If the memory is
 * a file, the producer holds the file's exclusive lock as long as it offers. It reads the header after it has the lock.
 * <ol>
 * <li>Check MAGIC, VERSION, and that the file is 768 + 8 × CAPACITY bytes long and CLOSED is 0. Load {@code tail} from
 * TAIL: the previous producer may have stopped anywhere.
 * <li>To offer a command of n words, load HEAD with acquire. The first word gives n, 1 to 8, see {@link CommandWord}.
 * If {@code tail + n - HEAD > CAPACITY}, the lane is full: count a refusal in REFUSED, store nothing, and try again
 * later or not. Otherwise store the words from slot {@code tail mod CAPACITY} on, and add n to {@code tail}.
 * <li>To publish the offered commands, store TAIL with release, between commands only. Words that are not published
 * when their producer dies are no command; the next producer overwrites them.
 * <li>Load CLOSED with acquire regularly, and whenever the lane is full. Once it is not 0, HEAD and COMPLETED are
 * final, and nothing more is drained. The codes are: 1 the run has ended, 2 the agent failed, 3 the published words
 * have a fault. After code 3 only the commands before the fault were drained, and the producer has to leave the file.
 * <li>Load COMPLETED with acquire to learn up to which position the commands' effects are out.
 * </ol>
 * A batch begins with a TIME of two words. The first has 1 in bits 63:60 and the intended time of the first command
 * below. The second is the send time. Both are nanoseconds of CLOCK_MONOTONIC. The low 24 bits of the first word of any
 * other command are nanoseconds since the TIME. An MSI is one word: 2 in bits 63:60, DeviceID 59:40, EventID 39:24.
 * {@code MSI_LONG} is two words: 12 in bits 63:60, ITS 59:52; DeviceID 63:32, EventID 31:0. A {@code TRIGGER} is one
 * word: 13 in bits 63:60, function 59:40, vector 34:24. Release and acquire are those of C11. HEAD, TAIL and the others
 * are naturally aligned, so that plain 64-bit loads and stores do not tear.
 */
public final class LaneLayout
{
    /** Letters GALELANE, the first letter in the lowest byte. */
    public static final long MAGIC = 0x454E_414C_454C_4147L;
    /** Version of this layout, which changes with anything on this page. */
    public static final int VERSION = 1;

    /** Gap between words of different writers: two cache lines, because prefetchers fetch them in pairs. */
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

    static
    {
        assert CAPACITY_OFFSET + Integer.BYTES <= TAIL_OFFSET : "the header reaches into TAIL";
        assert TAIL_OFFSET % GAP == 0 && SLOTS_OFFSET % GAP == 0 : "words of different writers share cache lines";
        assert SLOTS_OFFSET == 6 * GAP : "a word is missing in the drawing";
    }

    private LaneLayout()
    {
    }
}
