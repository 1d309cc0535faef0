/** What the readers of files share: {@link chaski.security.file.FileStamp} recognizes changes. Not exported. */
@NullMarked
package chaski.security.file;

import org.jspecify.annotations.NullMarked;
