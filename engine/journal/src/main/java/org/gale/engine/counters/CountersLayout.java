package org.gale.engine.counters;

import org.agrona.BitUtil;
import org.agrona.concurrent.status.CountersReader;

/**
 * Layout of the file of a run's counters, little-endian.
 * <pre>
 *      0 +--------------------------------+
 *        | magic, 8 bytes                 |   stored last: a file without it is not ready
 *      8 | version, 4   pid, 8 at 16      |
 *     24 | began, ms since 1970, 8        |
 *     32 | profile: length 4, then UTF-8  |
 *    288 | journal: length 4, then UTF-8  |
 *   4096 +--------------------------------+
 *        | metadata of Agrona's counters  |
 *        | values of Agrona's counters    |   each in two cache lines of its own
 *        | Agrona's distinct error log    |
 *        +--------------------------------+
 * </pre>
 */
final class CountersLayout
{
    static final long MAGIC = 0x5441_5453_454c_4147L;                           // "GALESTAT"
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + BitUtil.SIZE_OF_LONG;
    static final int PID_OFFSET = VERSION_OFFSET + BitUtil.SIZE_OF_LONG;
    static final int BEGAN_OFFSET = PID_OFFSET + BitUtil.SIZE_OF_LONG;
    static final int PROFILE_OFFSET = BEGAN_OFFSET + BitUtil.SIZE_OF_LONG;
    static final int PROFILE_LENGTH = 256;
    static final int JOURNAL_OFFSET = PROFILE_OFFSET + PROFILE_LENGTH;
    static final int METADATA_OFFSET = 4096;
    static final int JOURNAL_LENGTH = METADATA_OFFSET - JOURNAL_OFFSET;
    static final int COUNTER_LIMIT = 64;
    static final int METADATA_LENGTH = COUNTER_LIMIT * CountersReader.METADATA_LENGTH;
    static final int VALUES_OFFSET = METADATA_OFFSET + METADATA_LENGTH;
    static final int VALUES_LENGTH = COUNTER_LIMIT * CountersReader.COUNTER_LENGTH;
    static final int ERRORS_OFFSET = VALUES_OFFSET + VALUES_LENGTH;
    static final int ERRORS_LENGTH = 64 * 1024;
    static final int LENGTH = ERRORS_OFFSET + ERRORS_LENGTH;

    private CountersLayout()
    {
    }
}
