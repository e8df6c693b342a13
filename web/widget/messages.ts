/** The widget's words. `{host}` and `{days}` stand for what the service tells. */
export interface Messages {
  readonly tryOn: string;
  readonly title: string;
  readonly close: string;
  readonly consent: string;
  readonly photosDeleted: string;
  readonly photosKept: string;
  readonly agree: string;
  readonly photoHint: string;
  readonly choose: string;
  readonly photograph: string;
  readonly make: string;
  readonly otherPhoto: string;
  readonly working: string;
  readonly waiting: string;
  readonly lost: string;
  readonly before: string;
  readonly after: string;
  readonly compare: string;
  readonly download: string;
  readonly remove: string;
  readonly removed: string;
  readonly doubtful: string;
  readonly retry: string;
  readonly noPicture: string;
  readonly notAPicture: string;
  readonly noPerson: string;
  readonly personTooSmall: string;
  readonly personCutOff: string;
  readonly personNotFacing: string;
  readonly personMostlyHidden: string;
  readonly usedUp: string;
  readonly unavailable: string;
  readonly failed: string;
}

const en: Messages = {
  tryOn: "Try it on",
  title: "Try it on",
  close: "Close",
  consent: "Your photo is sent to {host}, which makes the picture. Nobody else gets it.",
  photosDeleted:
    "Your photo is deleted when the picture is made, the picture after {days} days or when you delete it.",
  photosKept: "Your photo and the picture are deleted after {days} days or when you delete them.",
  agree: "I agree",
  photoHint: "Facing the camera, from head to hips, with nothing in your hands.",
  choose: "Choose a photo",
  photograph: "Take a photo",
  make: "Show it on me",
  otherPhoto: "Another photo",
  working: "Making your picture",
  waiting: "Waiting for a free place",
  lost: "The connection is gone. It goes on by itself.",
  before: "Before",
  after: "After",
  compare: "Compare before and after",
  download: "Save",
  remove: "Delete",
  removed: "Photo and picture are deleted.",
  doubtful: "Have a close look: this picture may be wrong in places.",
  retry: "Try again",
  noPicture: "No picture this time",
  notAPicture: "This file is no picture that can be read. Choose a JPEG or PNG.",
  noPerson: "There is nobody to be found in the photo. Choose one of yourself.",
  personTooSmall: "You are too small in the photo. Step closer to the camera.",
  personCutOff: "Your upper body is cut off. Show shoulders, arms and hips.",
  personNotFacing: "You are seen from the side or the back. Face the camera.",
  personMostlyHidden: "Your clothes hide too much of you. Wear something close-fitting.",
  usedUp: "You have tried enough for now. Load the page again later.",
  unavailable: "Trying on does not work at the moment. Try again later.",
  failed: "Something went wrong. Try again, or choose another photo.",
};

const de: Messages = {
  tryOn: "Anprobieren",
  title: "Anprobieren",
  close: "Schließen",
  consent: "Ihr Foto wird an {host} gesendet, wo das Bild entsteht. Sonst bekommt es niemand.",
  photosDeleted:
    "Ihr Foto wird gelöscht, sobald das Bild fertig ist, das Bild nach {days} Tagen oder wenn Sie es löschen.",
  photosKept: "Ihr Foto und das Bild werden nach {days} Tagen gelöscht oder wenn Sie sie löschen.",
  agree: "Einverstanden",
  photoHint: "Von vorn, vom Kopf bis zur Hüfte, mit leeren Händen.",
  choose: "Foto auswählen",
  photograph: "Foto aufnehmen",
  make: "An mir zeigen",
  otherPhoto: "Anderes Foto",
  working: "Ihr Bild entsteht",
  waiting: "Wartet auf einen freien Platz",
  lost: "Die Verbindung ist weg. Es geht von selbst weiter.",
  before: "Vorher",
  after: "Nachher",
  compare: "Vorher und nachher vergleichen",
  download: "Speichern",
  remove: "Löschen",
  removed: "Foto und Bild sind gelöscht.",
  doubtful: "Sehen Sie genau hin: Das Bild kann stellenweise falsch sein.",
  retry: "Noch einmal",
  noPicture: "Diesmal kein Bild",
  notAPicture: "Diese Datei ist kein lesbares Bild. Wählen Sie ein JPEG oder PNG.",
  noPerson: "Auf dem Foto ist niemand zu finden. Wählen Sie eines von sich.",
  personTooSmall: "Sie sind auf dem Foto zu klein. Gehen Sie näher an die Kamera.",
  personCutOff: "Ihr Oberkörper ist abgeschnitten. Zeigen Sie Schultern, Arme und Hüfte.",
  personNotFacing: "Sie sind von der Seite oder von hinten zu sehen. Schauen Sie in die Kamera.",
  personMostlyHidden: "Ihre Kleidung verdeckt zu viel von Ihnen. Tragen Sie etwas Anliegendes.",
  usedUp: "Für jetzt ist genug probiert. Laden Sie die Seite später neu.",
  unavailable: "Das Anprobieren geht gerade nicht. Versuchen Sie es später noch einmal.",
  failed: "Etwas ist schiefgegangen. Versuchen Sie es noch einmal oder mit einem anderen Foto.",
};

const es: Messages = {
  tryOn: "Pruébatelo",
  title: "Pruébatelo",
  close: "Cerrar",
  consent: "Tu foto se envía a {host}, que crea la imagen. Nadie más la recibe.",
  photosDeleted:
    "Tu foto se borra cuando la imagen está lista; la imagen, a los {days} días o cuando tú la borres.",
  photosKept: "Tu foto y la imagen se borran a los {days} días o cuando tú las borres.",
  agree: "De acuerdo",
  photoHint: "De frente, de la cabeza a las caderas, con las manos vacías.",
  choose: "Elegir una foto",
  photograph: "Hacer una foto",
  make: "Ver cómo me queda",
  otherPhoto: "Otra foto",
  working: "Creando tu imagen",
  waiting: "Esperando un lugar libre",
  lost: "Se ha perdido la conexión. Continuará por sí sola.",
  before: "Antes",
  after: "Después",
  compare: "Comparar antes y después",
  download: "Guardar",
  remove: "Borrar",
  removed: "La foto y la imagen se han borrado.",
  doubtful: "Míralo con atención: la imagen puede tener fallos.",
  retry: "Probar otra vez",
  noPicture: "Esta vez no hay imagen",
  notAPicture: "Este archivo no es una imagen legible. Elige un JPEG o PNG.",
  noPerson: "No se ve a nadie en la foto. Elige una tuya.",
  personTooSmall: "Sales demasiado lejos. Acércate a la cámara.",
  personCutOff: "El torso está cortado. Muestra hombros, brazos y caderas.",
  personNotFacing: "Sales de lado o de espaldas. Mira a la cámara.",
  personMostlyHidden: "Tu ropa te cubre demasiado. Ponte algo más ajustado.",
  usedUp: "Ya has probado bastante por ahora. Vuelve a cargar la página más tarde.",
  unavailable: "Ahora mismo no se puede probar. Inténtalo más tarde.",
  failed: "Algo ha fallado. Inténtalo otra vez o con otra foto.",
};

const fr: Messages = {
  tryOn: "Essayer",
  title: "Essayer",
  close: "Fermer",
  consent: "Votre photo est envoyée à {host}, qui crée l’image. Personne d’autre ne la reçoit.",
  photosDeleted:
    "Votre photo est effacée dès que l’image est prête ; l’image, après {days} jours ou quand vous l’effacez.",
  photosKept: "Votre photo et l’image sont effacées après {days} jours ou quand vous les effacez.",
  agree: "J’accepte",
  photoHint: "De face, de la tête aux hanches, les mains vides.",
  choose: "Choisir une photo",
  photograph: "Prendre une photo",
  make: "Voir sur moi",
  otherPhoto: "Une autre photo",
  working: "Votre image se prépare",
  waiting: "En attente d’une place",
  lost: "La connexion est perdue. Cela reprendra tout seul.",
  before: "Avant",
  after: "Après",
  compare: "Comparer avant et après",
  download: "Enregistrer",
  remove: "Effacer",
  removed: "La photo et l’image sont effacées.",
  doubtful: "Regardez bien : l’image peut être fausse par endroits.",
  retry: "Réessayer",
  noPicture: "Pas d’image cette fois",
  notAPicture: "Ce fichier n’est pas une image lisible. Choisissez un JPEG ou un PNG.",
  noPerson: "On ne trouve personne sur la photo. Choisissez-en une de vous.",
  personTooSmall: "Vous êtes trop petit sur la photo. Approchez-vous de l’appareil.",
  personCutOff: "Le haut du corps est coupé. Montrez épaules, bras et hanches.",
  personNotFacing: "On vous voit de côté ou de dos. Faites face à l’appareil.",
  personMostlyHidden: "Vos vêtements vous cachent trop. Portez quelque chose de près du corps.",
  usedUp: "Assez d’essais pour le moment. Rechargez la page plus tard.",
  unavailable: "L’essayage ne fonctionne pas en ce moment. Réessayez plus tard.",
  failed: "Quelque chose n’a pas marché. Réessayez, ou prenez une autre photo.",
};

const zh: Messages = {
  tryOn: "试穿",
  title: "试穿",
  close: "关闭",
  consent: "您的照片将发送到 {host} 生成图片，不会交给其他人。",
  photosDeleted: "图片生成后即删除您的照片；图片在 {days} 天后或您删除时删除。",
  photosKept: "您的照片和图片在 {days} 天后或您删除时删除。",
  agree: "同意",
  photoHint: "正对镜头，从头到臀部，双手不要拿东西。",
  choose: "选择照片",
  photograph: "拍照",
  make: "看看效果",
  otherPhoto: "换一张照片",
  working: "正在生成图片",
  waiting: "正在排队",
  lost: "连接已断开，恢复后会自动继续。",
  before: "试穿前",
  after: "试穿后",
  compare: "对比试穿前后",
  download: "保存",
  remove: "删除",
  removed: "照片和图片已删除。",
  doubtful: "请仔细查看：图片的某些部分可能不准确。",
  retry: "再试一次",
  noPicture: "这次没有生成图片",
  notAPicture: "无法读取此文件。请选择 JPEG 或 PNG 图片。",
  noPerson: "照片中没有找到人。请选择您本人的照片。",
  personTooSmall: "照片中的您太小。请靠近镜头。",
  personCutOff: "上半身不完整。请露出肩膀、手臂和臀部。",
  personNotFacing: "照片是侧面或背面。请正对镜头。",
  personMostlyHidden: "衣服遮住了太多身体。请换上贴身的衣服。",
  usedUp: "试穿次数已用完。请稍后刷新页面。",
  unavailable: "暂时无法试穿。请稍后再试。",
  failed: "出了点问题。请再试一次，或换一张照片。",
};

const ja: Messages = {
  tryOn: "試着する",
  title: "試着する",
  close: "閉じる",
  consent: "写真は {host} に送られ、そこで画像が作られます。ほかの誰にも渡りません。",
  photosDeleted: "写真は画像ができしだい削除されます。画像は {days} 日後、または削除したときに消えます。",
  photosKept: "写真と画像は {days} 日後、または削除したときに消えます。",
  agree: "同意する",
  photoHint: "正面を向き、頭から腰まで、手には何も持たずに。",
  choose: "写真を選ぶ",
  photograph: "写真を撮る",
  make: "着てみる",
  otherPhoto: "別の写真",
  working: "画像を作っています",
  waiting: "順番を待っています",
  lost: "接続が切れました。自動で続けます。",
  before: "試着前",
  after: "試着後",
  compare: "試着前と試着後を比べる",
  download: "保存",
  remove: "削除",
  removed: "写真と画像を削除しました。",
  doubtful: "よくご覧ください。画像の一部が正しくないことがあります。",
  retry: "もう一度",
  noPicture: "今回は画像ができませんでした",
  notAPicture: "このファイルは読み取れません。JPEG か PNG を選んでください。",
  noPerson: "写真に人が見つかりません。ご自身の写真を選んでください。",
  personTooSmall: "写真の中の人が小さすぎます。カメラに近づいてください。",
  personCutOff: "上半身が切れています。肩、腕、腰まで写してください。",
  personNotFacing: "横向きか後ろ向きです。正面を向いてください。",
  personMostlyHidden: "服で体が隠れすぎています。体に合った服を着てください。",
  usedUp: "試着の回数を使い切りました。後でページを読み込み直してください。",
  unavailable: "今は試着できません。後でもう一度お試しください。",
  failed: "うまくいきませんでした。もう一度、または別の写真でお試しください。",
};

const LANGUAGES: Readonly<Record<string, Messages>> = { en, de, es, fr, zh, ja };

/** The words of a language tag such as `de-AT`; English for a language that is not there. */
export function findMessages(tag: string): Messages {
  return LANGUAGES[tag.toLowerCase().split("-")[0] ?? ""] ?? en;
}
